/** Like, follow: changes at once, goes back with a message if Linnet says no. */
import { send } from "../lib/send.js";
import { Settled } from "../lib/settled.js";
import { shortCount } from "../lib/short_count.js";
import { toast } from "../lib/toast.js";

class ToggleForm extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.button = this.querySelector("[aria-pressed]");
    this.settled = new Settled((count) => this.show(count));
    this.form.setAttribute("hx-boost", "false");
    this.form.addEventListener("submit", (event) => this.submitted(event), true);
  }

  get isOn() {
    return this.button.getAttribute("aria-pressed") === "true";
  }

  async submitted(event) {
    event.preventDefault();
    event.stopImmediatePropagation();
    this.set(!this.isOn);
    if (this.isSending) return; // the loop below notices
    this.isSending = true;
    await this.settle();
    this.isSending = false;
  }

  /** Sends until the server has what the button shows, however often it was pressed meanwhile. */
  async settle() {
    let agreed = !this.isOn;
    try {
      while (agreed !== this.isOn) {
        const wanted = this.isOn;
        await send(this.form.action, { method: wanted ? "POST" : "DELETE" });
        agreed = wanted;
      }
    } catch (failure) {
      if (agreed !== this.isOn) this.set(agreed);
      toast(failure.text || this.dataset.failed, { kind: "error" });
    }
  }

  set(isOn) {
    this.button.setAttribute("aria-pressed", String(isOn));
    this.settled.touch();
    if ("count" in this.dataset) this.show(Math.max(0, Number(this.dataset.count) + (isOn ? 1 : -1)));
    this.dispatchEvent(new CustomEvent("linnet:toggled", { detail: { isOn }, bubbles: true }));
    this.keepPlain(isOn);
  }

  /** What the server counted. */
  become(count) {
    this.settled.told(count);
  }

  show(count) {
    if (this.dataset.count === String(count)) return;
    this.dataset.count = count;
    this.querySelector("[data-shown-count]").textContent = shortCount(count);
    this.button.setAttribute("aria-label", `${this.dataset.label}, ${count}`);
  }

  /** The form says the same as the button, should this page be shown again from history. */
  keepPlain(isOn) {
    this.querySelector("[name=undo]")?.remove();
    if (isOn) this.form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "undo", value: "1" }));
  }
}

customElements.define("toggle-form", ToggleForm);
