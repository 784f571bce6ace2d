import { engine } from "../live/engine.js";
import { captionWishes } from "./space-caption-wishes.js";
import { askConsent, isToBeAsked } from "./space-consent.js";
import { LiveElement } from "./space-live.js";
import { closeMic, micIsOpen, openMic, toggleMic } from "./space-mic.js";
import { openReactions } from "./space-reactions.js";
import { isOnStage } from "./space-room.js";
import { view } from "./space-view.js";

const HOLD_MS = 250; // shorter is a press of the button in focus
const SWITCH = "linnet.shortcuts";

/** M anywhere; with focus in the sheet Space held down to speak, R to react, C for captions. */
class SpaceKeys extends LiveElement {
  #hold = null;
  #isTalking = false;

  start() {
    this.listen(document, "keydown", (event) => this.#down(event));
    this.listen(document, "keyup", (event) => this.#up(event));
    this.listen(window, "blur", () => this.#release());
  }

  #down(event) {
    if (event.repeat) return this.#keepHolding(event);
    if (isTyping(event) || event.ctrlKey || event.metaKey || event.altKey || !areOn()) return;
    const key = event.key.toLowerCase();
    if (key === "m" && isOnStage(engine.state)) this.#use(event, () => toggleMic());
    if (!isInSheet(event)) return;
    if (key === "r" && engine.state.status === "live") this.#use(event, () => openReactions(document.querySelector("space-controls [data-react]")));
    if (key === "c" && engine.state.room?.captions) this.#use(event, () => captionWishes.toggle());
    if (key === " " && isOnStage(engine.state) && !micIsOpen()) this.#press(event);
  }

  #use(event, action) {
    event.preventDefault();
    action();
  }

  /** On a button a short press still presses it. */
  #press(event) {
    const isOnButton = event.target.closest("button, a, summary");
    if (!isOnButton) event.preventDefault();
    this.#hold = setTimeout(() => this.#talk(), isOnButton ? HOLD_MS : 0);
  }

  #keepHolding(event) {
    if (event.key === " " && (this.#hold || this.#isTalking)) event.preventDefault();
  }

  #talk() {
    this.#hold = null;
    if (isToBeAsked()) return askConsent(); // by the time it is answered the key is up
    this.#isTalking = true;
    openMic();
  }

  #up(event) {
    if (event.key !== " ") return;
    if (this.#isTalking) event.preventDefault();
    this.#release();
  }

  #release() {
    clearTimeout(this.#hold);
    this.#hold = null;
    if (this.#isTalking) closeMic();
    this.#isTalking = false;
  }
}

function isTyping(event) {
  return event.target.closest?.("input, textarea, select, [contenteditable], dialog[open]") || document.querySelector("dialog:modal");
}

function isInSheet(event) {
  return view.shape === "sheet" && event.target.closest?.("space-sheet");
}

/** Single-key shortcuts can be switched off where they are listed: some people's speech input presses keys. */
function areOn() {
  return localStorage.getItem(SWITCH) !== "off";
}

customElements.define("space-keys", SpaceKeys);
