import { show, write } from "./space-draw.js";
import { openInvitation, pending } from "./space-invitation.js";
import { LiveElement } from "./space-live.js";
import { hostName } from "./space-room.js";
import { say } from "./space-words.js";

/** The notice that one is invited to the stage, for as long as that was not answered. */
class SpaceInvited extends LiveElement {
  start() {
    this.part("answer").addEventListener("click", () => openInvitation());
  }

  render(state) {
    show(this, Boolean(pending(state)));
    write(this.part("words"), say("invitation", { name: hostName(state) }));
  }
}

customElements.define("space-invited", SpaceInvited);
