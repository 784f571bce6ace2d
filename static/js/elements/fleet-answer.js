/** An answer to a Fleet, or a reaction: sent as a message without leaving what is looked at. What was typed stays until it is there. */
import { newId } from "../lib/new_id.js";
import { send } from "../lib/send.js";
import { toast } from "../lib/toast.js";

class FleetAnswer extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.field = this.querySelector("textarea");
    this.form.addEventListener("submit", (event) => this.submitted(event));
    this.field.addEventListener("keydown", (event) => {
      event.stopPropagation(); // arrows move the caret, not the Fleets
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        this.form.requestSubmit(this.querySelector(".fleet__send"));
      }
      if (event.key === "Escape") this.field.blur();
    });
  }

  async submitted(event) {
    event.preventDefault();
    const reaction = event.submitter?.name === "reaction" ? event.submitter.value : "";
    const text = reaction || this.field.value.trim();
    if (!text || this.isSending) return;
    if (this.tried !== text) [this.tried, this.clientId] = [text, newId()]; // sent again, it is the same message
    this.isSending = true;
    try {
      await send(this.form.action, { body: { text, client_id: this.clientId } });
      this.tried = null;
      if (!reaction) this.empty();
      toast(this.dataset.sent);
    } catch (failure) {
      toast(failure.text || this.dataset.failed, { kind: "error" });
    }
    this.isSending = false;
  }

  empty() {
    this.field.value = "";
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
    this.field.blur();
  }
}

customElements.define("fleet-answer", FleetAnswer);
