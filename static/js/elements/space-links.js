import { send } from "../lib/send.js";
import { toast } from "../lib/toast.js";
import { confirmed } from "./space-commands.js";

/** The links of a host: makes them, revokes them, and shows how it stands now. */
class SpaceLinks extends HTMLElement {
  connectedCallback() {
    this.onsubmit = (event) => this.#submit(event);
  }

  async #submit(event) {
    event.preventDefault();
    const [form, button] = [event.target, event.submitter ?? event.target.querySelector("button")];
    if (button.getAttribute("aria-busy")) return;
    button.setAttribute("aria-busy", "true");
    try {
      await (form.matches("[data-make]") ? this.#make(form) : this.#revoke(form));
    } catch (refusal) {
      toast(refusal.text || this.dataset.failed, { kind: "error" });
    }
    button.removeAttribute("aria-busy");
  }

  async #make(form) {
    const { id } = await send(form.action, { body: Object.fromEntries(new FormData(form)) });
    toast(this.dataset.made);
    await this.#refresh();
    const row = document.getElementById(`link-${id}`);
    row?.scrollIntoView({ block: "nearest" });
    row?.querySelector("copy-link button")?.focus();
  }

  async #revoke(form) {
    const { question, warning, yes, revoked } = this.dataset;
    if (!(await confirmed({ title: question, text: warning, yes }))) return;
    await send(form.action, { method: "DELETE" });
    toast(revoked);
    await this.#refresh();
  }

  #refresh() {
    return window.htmx.ajax("GET", this.dataset.url, { source: this, target: this, swap: "outerHTML", select: `#${this.id}` });
  }
}

customElements.define("space-links", SpaceLinks);
