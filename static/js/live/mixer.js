/** All the voices of a Space in one stream: a jitter buffer a slot, each at the volume its listener chose. */

import { SLOTS } from "./format.js";
import { JitterBuffer, ON_STAGE } from "./jitter.js";
import { Limiter } from "./limiter.js";

export class Mixer {
  #rate;
  #range = ON_STAGE;
  #voices = new Array(SLOTS).fill(null);
  #gains = new Float32Array(SLOTS).fill(1);
  #wishes = new Float32Array(SLOTS).fill(1);
  #energy = new Float64Array(SLOTS);
  #samples = 0; // behind #energy
  #one = new Float32Array(128);
  #limiter = new Limiter();

  /** @param {number} rate samples a second of what comes out */
  constructor(rate) {
    this.#rate = rate;
  }

  /** @param {{min_ms: number, max_ms: number}} range how much sound to keep in hand */
  set range(range) {
    this.#range = range;
    for (const voice of this.#voices) if (voice) voice.range = range;
  }

  /** @param {number} slot @param {number} gain 0 to 1 */
  setGain(slot, gain) {
    this.#wishes[slot] = gain;
  }

  /** @param {{slot: number}} packet what a jitter buffer takes, and the slot it is for */
  push(packet, now_ms) {
    this.#voices[packet.slot] ??= new JitterBuffer({ rate: this.#rate, range: this.#range });
    this.#voices[packet.slot].push(packet, now_ms);
  }

  /** @param {Float32Array} out */
  mix(out, now_ms) {
    out.fill(0);
    if (this.#one.length !== out.length) this.#one = new Float32Array(out.length);
    for (let slot = 0; slot < SLOTS; slot++) this.#add(slot, out, now_ms);
    this.#samples += out.length;
    this.#limiter.apply(out);
  }

  /** @returns {Float32Array} the RMS of every slot since this was last asked, before the listener's own volume */
  takeLevels() {
    const samples = Math.max(1, this.#samples);
    const levels = Float32Array.from(this.#energy, (energy) => Math.sqrt(energy / samples));
    this.#energy.fill(0);
    this.#samples = 0;
    return levels;
  }

  /** @returns {{waiting: number, buffer_ms: number, underruns: number}} `waiting`: the oldest message not yet played, or Infinity */
  report() {
    const voices = this.#voices.filter(Boolean);
    return {
      waiting: Math.min(...voices.map((voice) => voice.waiting)),
      buffer_ms: Math.max(0, ...voices.map((voice) => voice.buffered_ms)),
      underruns: voices.reduce((sum, voice) => sum + voice.underruns, 0),
    };
  }

  #add(slot, out, now_ms) {
    const voice = this.#voices[slot];
    if (!voice || voice.isIdle) return;
    voice.pull(this.#one, now_ms);
    this.#energy[slot] += energyOf(this.#one);
    addRamped(out, this.#one, this.#gains[slot], this.#wishes[slot]);
    this.#gains[slot] = this.#wishes[slot];
  }
}

function energyOf(samples) {
  let sum = 0;
  for (let i = 0; i < samples.length; i++) sum += samples[i] * samples[i];
  return sum;
}

/** A volume that jumps clicks; this one glides over the block. */
function addRamped(out, samples, from, to) {
  const step = (to - from) / out.length;
  for (let i = 0; i < out.length; i++) out[i] += samples[i] * (from + step * (i + 1));
}
