import { engine } from "../live/engine.js";
import { muteEverybody } from "./space-controls.js";
import { show } from "./space-draw.js";
import { LiveElement } from "./space-live.js";
import { openFor, walkable } from "./space-popover.js";
import { endSpace } from "./space-leaving.js";
import { endsWithYou, isMine } from "./space-room.js";
import { copyLink } from "./space-share.js";
import { openSound } from "./space-sound.js";

/** What is needed seldom. */
class SpaceMoreMenu extends LiveElement {
  start() {
    walkable(this);
    for (const item of this.querySelectorAll("[data-do]")) item.addEventListener("click", () => this.#act(item.dataset.do));
  }

  render(state) {
    show(this.querySelector("[data-do=mute]"), isMine(state) && state.room?.stage.some((seat) => seat.mic === "open" && seat.person.id !== state.you.id));
    show(this.querySelector("[data-do=end]"), isMine(state) && !endsWithYou(state));
  }

  #act(choice) {
    this.hidePopover();
    if (choice === "copy") copyLink(engine.state.room.space);
    if (choice === "sound") openSound();
    if (choice === "mute") muteEverybody();
    if (choice === "end") endSpace();
  }
}

/** Opens the menu of the Space below `anchor`. */
export function openMore(anchor) {
  openFor(document.querySelector("space-more-menu"), anchor, "below");
}

customElements.define("space-more-menu", SpaceMoreMenu);
