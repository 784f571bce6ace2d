import { engine } from "../live/engine.js";

const DRAWN_EVERY_MS = 100; // drawing every frame wears phones out, and costs as much as the sound itself
const RISE = 0.9;
const FALL = 0.6;
const HEARD = 0.05; // below this a level is breath and room
const LINGER_MS = 400; // a speaker stays marked between two words
const STALE_MS = 600;

/** The level of each seat, smoothed and handed out ten times a second ("frame"). Rests while nobody speaks. */
class Voices extends EventTarget {
  #heard = null;
  #heardAt = 0;
  #levels = new Map();
  #spokeAt = new Map();
  #isRunning = false;

  constructor() {
    super();
    engine.addEventListener("levels", (event) => this.#hear(event.detail));
  }

  levelOf(slot) {
    return this.#levels.get(slot) ?? 0;
  }

  isSpeaking(slot) {
    return performance.now() - (this.#spokeAt.get(slot) ?? -Infinity) < LINGER_MS;
  }

  #hear(levels) {
    this.#heard = levels;
    this.#heardAt = performance.now();
    if (!this.#isRunning) {
      this.#isRunning = true;
      this.#frame();
    }
  }

  #frame() {
    const now = performance.now();
    const slots = (engine.state.room?.stage ?? []).map((seat) => seat.slot);
    for (const slot of slots) this.#move(slot, now);
    this.dispatchEvent(new Event("frame"));
    this.#isRunning = slots.some((slot) => this.levelOf(slot) > 0.004 || this.isSpeaking(slot));
    if (this.#isRunning) setTimeout(() => this.#frame(), DRAWN_EVERY_MS);
  }

  #move(slot, now) {
    const heard = now - this.#heardAt > STALE_MS ? 0 : this.#heardIn(slot);
    const level = this.levelOf(slot);
    this.#levels.set(slot, level + (heard - level) * (heard > level ? RISE : FALL));
    if (heard > HEARD) this.#spokeAt.set(slot, now);
  }

  #heardIn(slot) {
    return (this.#heard instanceof Map ? this.#heard.get(slot) : this.#heard?.[slot]) ?? 0;
  }
}

export const voices = new Voices();

const stillness = matchMedia("(prefers-reduced-motion: reduce)");

/** Draws ring and halo of an avatar: the class only when it turns, the level each time, unless somebody wants less motion. */
export function drawVoice(avatar, halo, slot, isMuted) {
  const isSpeaking = !isMuted && voices.isSpeaking(slot);
  if (avatar.classList.contains("avatar--speaking") !== isSpeaking) avatar.classList.toggle("avatar--speaking", isSpeaking);
  if (isSpeaking && !stillness.matches) halo.style.setProperty("--level", voices.levelOf(slot).toFixed(2));
  return isSpeaking;
}
