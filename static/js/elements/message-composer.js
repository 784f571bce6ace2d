/** Where a message is written: it grows, keeps a draft, and hands what is sent to the page at once. */
import { Draft } from "../lib/draft.js";
import { cleaned, isBlank } from "../lib/weighted.js";

const NEAR = 200; // characters left at which they are counted

class MessageComposer extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.field = this.querySelector("textarea");
    this.draft = new Draft(this.field, `linnet.dm.draft.${this.dataset.key}`);
    this.field.value ||= this.draft.words ?? "";
    this.field.addEventListener("input", () => this.changed());
    this.field.addEventListener("keydown", (event) => this.pressed(event));
    this.form.addEventListener("submit", (event) => this.submitted(event));
    this.#offerNoCard();
    this.show();
  }

  disconnectedCallback() {
    this.draft.keep();
  }

  get card() {
    return this.form.elements.card_path;
  }

  #offerNoCard() {
    const button = this.querySelector("[data-without-card]");
    button?.removeAttribute("hidden");
    button?.addEventListener("click", () => this.withoutCard());
  }

  withoutCard() {
    this.card.value = "";
    this.querySelector("[data-card]")?.remove();
    this.show();
    this.field.focus();
  }

  changed() {
    this.show();
    this.draft.keepSoon();
  }

  show() {
    const words = cleaned(this.field.value);
    const left = Number(this.dataset.limit) - [...words].length;
    this.querySelector("[data-send]").disabled = left < 0 || (isBlank(words) && !this.card.value);
    const count = this.querySelector("[data-left]");
    count.hidden = left > NEAR;
    count.classList.toggle("write__left--over", left < 0);
    count.textContent = left < 0 ? `${-left} ${this.dataset.over}` : count.hidden ? "" : String(left);
    this.grow();
  }

  /** Browsers without `field-sizing` count lines. */
  grow() {
    if (CSS.supports("field-sizing", "content")) return;
    this.field.rows = Math.min(8, this.field.value.split("\n").length);
  }

  /** Enter sends where there is a keyboard; on a touch screen it begins a line. Ctrl+Enter sends everywhere. */
  pressed(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    const isDesk = matchMedia("(hover: hover) and (pointer: fine)").matches;
    if (!isDesk && !event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    this.form.requestSubmit();
  }

  submitted(event) {
    event.preventDefault();
    this.show();
    if (this.querySelector("[data-send]").disabled) return;
    const detail = { text: this.field.value, card_path: this.card.value };
    this.field.value = "";
    this.draft.keep();
    this.withoutCard();
    this.querySelector(".write__wrong")?.remove();
    this.dispatchEvent(new CustomEvent("message-written", { detail, bubbles: true }));
  }
}

customElements.define("message-composer", MessageComposer);
