/** A form whose words the browser keeps until they are saved: a lost connection or a closed tab takes nothing away. */
import { Draft } from "../lib/draft.js";

class KeptWords extends HTMLElement {
  connectedCallback() {
    const { key, version } = this.dataset;
    this.fields = [...this.querySelectorAll("textarea, input:not([type=hidden])")];
    const form = this;
    const source = { get value() { return form.isChanged ? JSON.stringify(form.fields.map((field) => field.value)) : ""; } }; // prettier-ignore
    for (let earlier = 0; earlier < Number(version); earlier += 1) localStorage.removeItem(`linnet.draft.${key}.${earlier}`); // saved since
    this.draft = new Draft(source, `linnet.draft.${key}.${version}`);
    if (!this.isTyped && this.draft.words) this.restore(JSON.parse(this.draft.words));
    this.addEventListener("input", () => this.draft.keepSoon());
    this.leaving = () => this.draft.keep();
    addEventListener("pagehide", this.leaving);
  }

  disconnectedCallback() {
    removeEventListener("pagehide", this.leaving);
    this.draft.keep();
  }

  /** Whether the server gave back what was typed, for it was refused. */
  get isTyped() {
    return this.hasAttribute("data-typed");
  }

  get isChanged() {
    return this.isTyped || this.fields.some((field) => field.value !== field.defaultValue);
  }

  restore(words) {
    this.fields.forEach((field, number) => (field.value = words[number] ?? field.value));
  }
}

customElements.define("kept-words", KeptWords);
