import { captionWishes } from "./space-caption-wishes.js";
import { openFor } from "./space-popover.js";

/** How captions look, and whether they are read aloud. */
class SpaceCaptionMenu extends HTMLElement {
  connectedCallback() {
    this.addEventListener("change", ({ target }) => captionWishes.set(target.name, target.type === "checkbox" ? target.checked : target.value));
  }

  open(anchor) {
    for (const choice of this.querySelectorAll("[type=radio]")) choice.checked = captionWishes[choice.name] === choice.value;
    this.querySelector("[name=aloud]").checked = captionWishes.aloud;
    openFor(this, anchor, "above");
    this.querySelector(":checked").focus({ preventScroll: true });
  }
}

/** Opens the choices above `anchor`. */
export function openCaptionMenu(anchor) {
  document.querySelector("space-caption-menu").open(anchor);
}

customElements.define("space-caption-menu", SpaceCaptionMenu);
