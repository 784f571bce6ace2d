import { captionWishes } from "./space-caption-wishes.js";
import { ask, askBy } from "./space-commands.js";
import { mark, show, write } from "./space-draw.js";
import { leaveSpace } from "./space-leaving.js";
import { LiveElement } from "./space-live.js";
import { micWords, openMic, toggleMic } from "./space-mic.js";
import { openPeople } from "./space-people.js";
import { openReactions } from "./space-reactions.js";
import { endsWithYou, handOf, isMine, isOnStage, micOf } from "./space-room.js";
import { openSound } from "./space-sound.js";
import { say, sayCount } from "./space-words.js";
import { drawVoice, voices } from "./space-voices.js";
import { engine } from "../live/engine.js";

const TROUBLES = ["refused", "missing", "lost", "silent"];

/** The row at the bottom: microphone or hand, reactions, captions, people, the way out. Above it, what is wrong with the microphone. */
class SpaceControls extends LiveElement {
  start() {
    this.part("micbutton").addEventListener("click", () => toggleMic());
    this.part("hand").addEventListener("click", (event) => askToSpeak(event.currentTarget));
    this.part("react").addEventListener("click", (event) => openReactions(event.currentTarget));
    this.part("captions").addEventListener("click", () => captionWishes.toggle());
    this.part("people").addEventListener("click", () => openPeople());
    this.part("leave").addEventListener("click", () => leaveSpace());
    this.part("mend").addEventListener("click", () => this.#mend());
    this.listen(captionWishes, "change", () => this.renderSoon());
    this.listen(voices, "frame", () => this.#drawVoice());
  }

  render(state) {
    show(this, Boolean(state.room) && state.status !== "closed");
    if (this.hidden) return;
    this.#drawMic(state);
    drawHand(this.part("hand"), state);
    this.#drawPeople(state);
    show(this.part("captions"), Boolean(state.room.captions));
    mark(this.part("captions"), "aria-pressed", String(captionWishes.on));
    write(this.part("leave"), say(endsWithYou(state) ? "end" : "leave"));
    for (const button of this.querySelectorAll("[data-needs-line]")) button.disabled = state.status !== "live";
  }

  #drawMic(state) {
    const [mic, stage] = [state.status === "live" ? micOf(state) : "away", isOnStage(state)];
    const words = micWords(mic);
    show(this.part("speak"), stage);
    mark(this.part("micbutton"), "data-mic", mic);
    mark(this.part("micbutton"), "aria-busy", mic === "asking" ? "true" : null);
    mark(this.part("micbutton"), "aria-label", words.label);
    write(this.part("micword"), words.title);
    write(this.part("micline"), words.line);
    this.#drawTrouble(stage && TROUBLES.includes(mic) ? mic : null);
  }

  #drawTrouble(mic) {
    show(this.part("trouble"), Boolean(mic));
    if (!mic) return;
    mark(this.part("trouble"), "data-mic", mic);
    write(this.part("troubletitle"), say(`trouble.${mic}.title`));
    write(this.part("troubletext"), say(`trouble.${mic}.text`));
    write(this.part("mend"), say(`trouble.${mic}.mend`));
  }

  #drawPeople(state) {
    const asking = isMine(state) ? state.room.hands.length : 0;
    show(this.part("asking"), asking > 0);
    write(this.part("asking"), String(asking));
    mark(this.part("people"), "aria-label", asking ? sayCount("people.asking", asking) : say("people"));
  }

  #drawVoice() {
    if (isOnStage(engine.state)) drawVoice(this.part("micbutton"), this.part("micbutton"), engine.state.you.slot, micOf(engine.state) !== "open");
  }

  #mend() {
    if (micOf(engine.state) === "missing") openMic();
    else openSound();
  }
}

/** The button with which a listener asks to speak, and takes it back. */
export function drawHand(button, state) {
  const isUp = Boolean(handOf(state, state.you?.id));
  show(button, !isOnStage(state));
  mark(button, "data-up", isUp ? "" : null);
  if (button.matches(".btn--l")) {
    button.classList.toggle("btn--ink", !isUp);
    button.classList.toggle("btn--line", isUp);
  }
  mark(button, "aria-label", say(isUp ? "hand.down" : "hand.label"));
  write(button.querySelector("[data-handword]"), say(isUp ? "hand.down" : "hand.up"));
  show(button.querySelector("[data-handshort]"), isUp);
}

/** Raises your hand, or lowers it. */
export function askToSpeak(button) {
  const isUp = Boolean(handOf(engine.state, engine.state.you?.id));
  return askBy(button, isUp ? "lower_hand" : "raise_hand");
}

/** Everybody else on stage is muted; each opens again when they like. */
export function muteEverybody() {
  return ask("mute", { person: null });
}

customElements.define("space-controls", SpaceControls);
