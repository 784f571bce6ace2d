import { ending } from "../lib/ending.js";
import { engine } from "../live/engine.js";
import { captionWishes } from "./space-caption-wishes.js";
import { askToSpeak, drawHand } from "./space-controls.js";
import { mark, paintFace, show, write } from "./space-draw.js";
import { leaveSpace } from "./space-leaving.js";
import { pending } from "./space-invitation.js";
import { LiveElement } from "./space-live.js";
import { micWords, toggleMic } from "./space-mic.js";
import { openReactions } from "./space-reactions.js";
import { countHere, endsWithYou, hostName, isOnStage, isYou, micOf } from "./space-room.js";
import { view } from "./space-view.js";
import { drawVoice, voices } from "./space-voices.js";
import { say, sayCount } from "./space-words.js";

const NEWS_MS = 12_000; // for so long the last words stand where else it says who speaks
const SHORT = 58; // characters of two lines beside the buttons of a phone
const LONG = 84; // of two lines on a desktop

/** The Space kept in reach while you read on: who speaks and what, your microphone, the way back and the way out. */
class SpaceDock extends LiveElement {
  #speaking = null;
  #last = null; // line of captions
  #isNews = false;
  #forget = null;

  start() {
    this.part("dock-open").addEventListener("click", () => view.to("sheet"));
    this.part("expand").addEventListener("click", () => view.to("sheet"));
    for (const mic of this.querySelectorAll("[data-mic-toggle]")) mic.addEventListener("click", () => this.#useMic());
    for (const hand of this.querySelectorAll("[data-hand]")) hand.addEventListener("click", () => askToSpeak(hand));
    for (const way of this.querySelectorAll("[data-leave]")) way.addEventListener("click", () => leaveSpace());
    this.part("react").addEventListener("click", (event) => openReactions(event.currentTarget));
    this.listen(captionWishes, "change", () => this.renderSoon());
    this.listen(voices, "frame", () => this.#drawVoice());
  }

  render(state) {
    show(this, view.shape === "dock");
    document.body.classList.toggle("has-dock", view.shape === "dock");
    this.#heed(state.room?.captions?.lines.at(-1) ?? null);
    if (this.hidden) return;
    write(this.part("title"), state.room?.space.title ?? say("space"));
    mark(this, "data-status", state.status);
    this.#drawLine(state);
    this.#drawSaid(state);
    this.#drawFace(state);
    this.#drawMic(state);
    for (const hand of this.querySelectorAll("[data-hand]")) this.#drawHand(hand, state);
    for (const way of this.querySelectorAll("[data-leaveword]")) write(way, say(wayOut(state)));
    for (const way of this.querySelectorAll("[data-leave]")) mark(way, "aria-label", say(`${wayOut(state)}.label`));
  }

  #drawHand(hand, state) {
    drawHand(hand, state);
    show(hand, state.status === "live" && !isOnStage(state));
  }

  #drawMic(state) {
    const mic = micOf(state);
    for (const button of this.querySelectorAll("[data-mic-toggle]")) {
      show(button, state.status !== "closed" && isOnStage(state));
      mark(button, "data-mic", mic);
      mark(button, "aria-label", micWords(mic).label);
      write(button.querySelector("[data-micword]"), micWords(mic).title);
    }
    show(this.part("tools"), state.status === "live");
  }

  #drawLine(state) {
    const speaker = state.room?.stage.find((seat) => seat.slot === this.#speaking) ?? null;
    show(this.part("bars"), Boolean(speaker) && state.status === "live");
    const here = sayCount("here", countHere(state));
    write(this.part("line"), state.status === "live" ? liveWords(state, speaker, here) : say(statusWord(state)));
  }

  /** What was said before you came is no news. */
  #heed(line) {
    if (line?.id === this.#last?.id) return;
    this.#isNews = Boolean(this.#last && line);
    this.#last = line;
    clearTimeout(this.#forget);
    this.#forget = setTimeout(() => {
      this.#isNews = false;
      this.renderSoon();
    }, NEWS_MS);
  }

  #drawSaid(state) {
    const line = captionWishes.on && state.status === "live" ? this.#last : null;
    show(this.part("said"), Boolean(line));
    show(this.part("news"), Boolean(line) && this.#isNews);
    if (!line) return;
    const name = isYou(state, line.person) ? say("you") : line.person.name;
    for (const by of ["saidby", "newsby"]) write(this.part(by), name);
    write(this.part("saidwords"), ending(line.text, LONG - name.length));
    write(this.part("newswords"), ending(line.text, SHORT - name.length));
  }

  #drawFace(state) {
    const stage = state.room?.stage ?? [];
    const seat = stage.find((taken) => taken.slot === this.#speaking) ?? stage[0];
    show(this.part("face"), Boolean(seat));
    if (!seat) return;
    paintFace(this.part("face"), seat.person);
    mark(this.part("face"), "data-slot", seat.slot);
  }

  #drawVoice() {
    if (view.shape !== "dock") return;
    const stage = (engine.state.room?.stage ?? []).filter((seat) => seat.mic === "open" && voices.isSpeaking(seat.slot));
    const still = stage.find((seat) => seat.slot === this.#speaking);
    const now = (still ?? stage[0])?.slot ?? null;
    if (now !== this.#speaking) {
      this.#speaking = now;
      this.renderSoon();
    }
    drawVoice(this.part("face"), this.querySelector(".avatar__halo"), Number(this.part("face").dataset.slot), now === null);
  }

  /** Trouble with the microphone needs room to be told. */
  #useMic() {
    if (["refused", "missing", "lost", "silent"].includes(micOf(engine.state))) view.to("sheet");
    else toggleMic();
  }
}

function wayOut(state) {
  if (state.status === "closed") return "close";
  return endsWithYou(state) ? "end" : "leave";
}

function statusWord(state) {
  if (state.status === "closed") return state.close?.name === "space_ended" ? "dock.ended" : "dock.closed";
  return state.status === "connecting" ? "dock.connecting" : "dock.away";
}

function liveWords(state, speaker, here) {
  return pending(state) ? say("invitation", { name: hostName(state) }) : speakerWords(state, speaker, here);
}

function speakerWords(state, speaker, here) {
  if (state.soundBlocked) return say("dock.blocked");
  if (!speaker) return here;
  if (isYou(state, speaker.person)) return say("dock.you", { here });
  return say("dock.speaking", { name: speaker.person.name, here });
}

customElements.define("space-dock", SpaceDock);
