import { engine } from "../live/engine.js";
import { show, write } from "./space-draw.js";
import { LiveElement } from "./space-live.js";
import { micOf } from "./space-room.js";
import { say } from "./space-words.js";

/** The dialog about your microphone: which one, whether it hears you, how to allow it. */
class SpaceSound extends LiveElement {
  start() {
    this.part("close").addEventListener("click", () => this.querySelector("dialog").close());
    this.querySelector("dialog").addEventListener("close", () => this.querySelector("space-mic-test").rest());
  }

  open() {
    this.querySelector("dialog").showModal();
    this.querySelector("space-mic-test").look();
    this.render(engine.state);
  }

  render(state) {
    if (!this.querySelector("dialog").open) return;
    show(this.part("line"), state.status === "live" && Boolean(state.rtt_ms));
    write(this.part("line"), say("connection", { ms: Math.round(state.rtt_ms ?? 0) }));
    if (micOf(state) === "refused") this.querySelector("space-mic-test").explain("refused");
  }
}

/** Opens the microphone dialog. */
export function openSound() {
  document.querySelector("space-sound").open();
}

customElements.define("space-sound", SpaceSound);
