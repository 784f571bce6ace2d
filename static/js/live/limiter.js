/** Keeps several voices at once from clipping: turns down quickly, comes back slowly. */

const CEILING = 0.89; // −1 dBFS
const RECOVERY = 0.01; // of the missing gain, a block of 128 samples: half after 0.2 s

export class Limiter {
  #gain = 1;

  /** @param {Float32Array} block changed in place */
  apply(block) {
    const before = this.#gain;
    this.#gain = this.#gainFor(block);
    if (before === 1 && this.#gain === 1) return;
    const step = (this.#gain - before) / block.length;
    for (let i = 0; i < block.length; i++) block[i] = clamp(block[i] * (before + step * (i + 1)));
  }

  #gainFor(block) {
    let peak = 0;
    for (let i = 0; i < block.length; i++) peak = Math.max(peak, Math.abs(block[i]));
    const recovered = this.#gain > 0.999 ? 1 : this.#gain + (1 - this.#gain) * RECOVERY;
    return Math.min(recovered, CEILING / Math.max(peak, CEILING));
  }
}

const clamp = (sample) => Math.max(-1, Math.min(1, sample));
