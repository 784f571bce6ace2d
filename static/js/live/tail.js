/** What is heard when sound breaks off: the last pitch period again and again, fading to nothing. */

import { BLOCK_SAMPLES } from "./blocks.js";

const HISTORY = 3 * BLOCK_SAMPLES; // samples remembered: 30 ms
const FADE_SAMPLES = 2_880; // 60 ms
const SHORTEST_PERIOD = 120; // 400 Hz
const LONGEST_PERIOD = 720; // 67 Hz
const COARSE = 4; // samples skipped in the search; a voice's pitch lies far below

export class Tail {
  #history = new Float32Array(HISTORY);
  #period = SHORTEST_PERIOD;
  #played = FADE_SAMPLES;

  /** @returns {number} the sample `i` of the block last remembered */
  lastBlock(i) {
    return this.#history[HISTORY - BLOCK_SAMPLES + i];
  }

  /** @param {Float32Array} block what was just played */
  remember(block) {
    this.#history.copyWithin(0, BLOCK_SAMPLES);
    this.#history.set(block, HISTORY - BLOCK_SAMPLES);
  }

  begin() {
    this.#period = this.#pitchPeriod();
    this.#played = 0;
  }

  end() {
    this.#played = FADE_SAMPLES;
  }

  /** @returns {number} the next sample */
  next() {
    if (this.#played >= FADE_SAMPLES) return 0;
    const gain = 1 - this.#played / FADE_SAMPLES;
    return gain * this.#history[HISTORY - this.#period + (this.#played++ % this.#period)];
  }

  #pitchPeriod() {
    let best = SHORTEST_PERIOD;
    let highest = -Infinity;
    for (let period = SHORTEST_PERIOD; period <= LONGEST_PERIOD; period += COARSE) {
      const likeness = this.#likeness(period);
      if (likeness <= highest) continue;
      highest = likeness;
      best = period;
    }
    return best;
  }

  /** How much the last samples resemble those one period earlier. */
  #likeness(period) {
    let product = 0;
    let energy = 1e-9;
    for (let i = HISTORY - LONGEST_PERIOD; i < HISTORY; i += COARSE) {
      product += this.#history[i] * this.#history[i - period];
      energy += this.#history[i - period] ** 2;
    }
    return product / Math.sqrt(energy);
  }
}
