import { askBy } from "./space-commands.js";
import { paintFace, write } from "./space-draw.js";
import { LiveElement } from "./space-live.js";
import { hostName, invitationOf, isOnStage, personOf } from "./space-room.js";
import { view } from "./space-view.js";
import { say } from "./space-words.js";

/** Asks the person whom the host invited: onto the stage, muted, or not. It asks once by itself; a notice in the room stays. */
class SpaceInvitation extends LiveElement {
  #asked = null; // `invited_at` of the invitation the dialog has come up for

  start() {
    this.part("accept").addEventListener("click", (event) => askBy(event.currentTarget, "accept_invitation"));
    this.part("decline").addEventListener("click", (event) => this.#decline(event.currentTarget));
    this.listen(this.#dialog, "click", (event) => event.target === this.#dialog && this.#dialog.close());
  }

  render(state) {
    const invitation = pending(state);
    if (!invitation) return this.#dialog.close();
    this.#draw(state);
    const isFree = view.shape === "sheet" && !document.querySelector("dialog[open]");
    if (this.#asked === invitation.invited_at || !isFree) return undefined;
    this.#asked = invitation.invited_at;
    return this.open();
  }

  open() {
    if (this.#dialog.open) return;
    this.#dialog.showModal();
    this.part("title").focus(); // never a button: nobody comes on stage by a key that was meant for something else
  }

  get #dialog() {
    return this.querySelector("dialog");
  }

  #draw(state) {
    const host = personOf(state, state.room.space.host);
    if (host) paintFace(this.querySelector(".avatar"), host);
    write(this.part("title"), say("invitation", { name: hostName(state) }));
  }

  async #decline(button) {
    declinedAt = performance.now();
    await askBy(button, "decline_invitation");
  }
}

let declinedAt = -Infinity;

/** Whether the invitation that just ended was declined by you. */
export function declinedByYou() {
  return performance.now() - declinedAt < 3000;
}

/** Your invitation to the stage, while you can answer it. */
export function pending(state) {
  return state.status === "live" && !isOnStage(state) ? invitationOf(state, state.you?.id) : null;
}

/** Opens the question again. */
export function openInvitation() {
  document.querySelector("space-invitation").open();
}

customElements.define("space-invitation", SpaceInvitation);
