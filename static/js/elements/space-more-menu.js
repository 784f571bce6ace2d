import { toast } from "../lib/toast.js";
import { engine } from "../live/engine.js";
import { compose } from "./compose-button.js";
import { muteEverybody } from "./space-controls.js";
import { openReport } from "./report-box.js";
import { askConsent, keepConsent } from "./space-consent.js";
import { mark, show, write } from "./space-draw.js";
import { endSpace } from "./space-leaving.js";
import { LiveElement } from "./space-live.js";
import { openFor, walkable } from "./space-popover.js";
import { canBeCaptioned, consentOf, endsWithYou, isMine } from "./space-room.js";
import { copyLink } from "./space-share.js";
import { openSound } from "./space-sound.js";
import { say } from "./space-words.js";

/** What is needed seldom. */
class SpaceMoreMenu extends LiveElement {
  start() {
    walkable(this);
    for (const item of this.querySelectorAll("[data-do]")) item.addEventListener("click", () => this.#act(item.dataset.do));
  }

  render(state) {
    this.#drawConsent(state);
    show(this.querySelector("[data-do=mute]"), isMine(state) && state.room?.stage.some((seat) => seat.mic === "open" && seat.person.id !== state.you.id));
    show(this.querySelector("[data-do=report]"), !isMine(state));
    show(this.querySelector("[data-do=end]"), isMine(state) && !endsWithYou(state));
  }

  #drawConsent(state) {
    const consent = consentOf(state);
    const item = this.querySelector("[data-do=consent]");
    show(item, canBeCaptioned(state));
    mark(item, "aria-checked", String(consent === true));
    write(this.part("consentline"), say(`consent.${consent}`));
  }

  #act(choice) {
    this.hidePopover();
    if (choice === "write") compose({ isInSpace: true });
    if (choice === "copy") copyLink(engine.state.room.space);
    if (choice === "sound") openSound();
    if (choice === "mute") muteEverybody();
    if (choice === "consent") changeConsent();
    if (choice === "end") endSpace();
    if (choice === "report") openReport(this.dataset.report.replace("/0/", `/${engine.state.room.space.id}/`));
  }
}

/** Yes becomes no and no becomes yes; who was never asked is asked in full. */
async function changeConsent() {
  const consent = consentOf(engine.state);
  const agrees = consent === null ? await askConsent() : await keepConsent(!consent);
  if (agrees !== null) toast(say(agrees ? "consent.given" : "consent.refused"), { kind: "info" });
}

/** Opens the menu of the Space below `anchor`. */
export function openMore(anchor) {
  openFor(document.querySelector("space-more-menu"), anchor, "below");
}

customElements.define("space-more-menu", SpaceMoreMenu);
