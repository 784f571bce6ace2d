import { show } from "./space-draw.js";

/** Says plainly what this browser can't do, what works all the same, and the way out. */
class SpaceUnsupported extends HTMLElement {
  open({ secure }) {
    show(this.querySelector("[data-insecure]"), secure === false);
    show(this.querySelector("[data-old]"), secure !== false);
    this.querySelector("dialog").showModal();
  }
}

/** Opens the explanation for what `engine.support()` found. */
export function openUnsupported(support) {
  document.querySelector("space-unsupported").open(support);
}

customElements.define("space-unsupported", SpaceUnsupported);
