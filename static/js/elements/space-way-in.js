import { engine } from "../live/engine.js";
import { send } from "../lib/send.js";
import { toast } from "../lib/toast.js";
import { canHear, enterSpace, isFreeFor } from "./space-entry.js";
import { say } from "./space-words.js";

/** A form that leads into a Space: opens an announced one, or comes in by a link. It goes on into the room without leaving the page. */
class SpaceWayIn extends HTMLElement {
  connectedCallback() {
    this.onsubmit = (event) => this.#go(event);
  }

  async #go(event) {
    event.preventDefault();
    const [form, button] = [event.target, event.submitter ?? this.querySelector("button")];
    if (!canHear() || form.querySelector("[aria-busy]")) return;
    button.setAttribute("aria-busy", "true");
    engine.resumeSound().catch(() => {}); // sound may start only out of a click, and the answer comes later
    if (!this.dataset.space || (await isFreeFor(this.dataset.space))) await this.#enter(form, button);
    button.removeAttribute("aria-busy");
  }

  async #enter(form, button) {
    try {
      const { space } = await send(form.action, { body: Object.fromEntries(new FormData(form, button)) });
      enterSpace(space.id);
    } catch (refusal) {
      toast(refusal.text || say("offline"), { kind: "error" });
    }
    document.dispatchEvent(new CustomEvent("linnet:came_in")); // or not: the page shows how it stands now
  }
}

customElements.define("space-way-in", SpaceWayIn);
