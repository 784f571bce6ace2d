import { engine } from "../live/engine.js";
import { send } from "../lib/send.js";
import { toast } from "../lib/toast.js";
import { canHear, enterSpace } from "./space-entry.js";
import { say } from "./space-words.js";

/** Opens an announced Space, and goes on its stage without leaving the page. */
class SpaceStartNow extends HTMLElement {
  connectedCallback() {
    this.onsubmit = (event) => this.#start(event);
  }

  async #start(event) {
    event.preventDefault();
    const button = this.querySelector("button");
    if (!canHear() || button.getAttribute("aria-busy")) return;
    button.setAttribute("aria-busy", "true");
    engine.resumeSound().catch(() => {}); // sound may start only out of a click, and the answer comes later
    try {
      const { space } = await send(event.target.action);
      enterSpace(space.id);
    } catch (refusal) {
      toast(refusal.text || say("offline"), { kind: "error" });
    }
    button.removeAttribute("aria-busy");
  }
}

customElements.define("space-start-now", SpaceStartNow);
