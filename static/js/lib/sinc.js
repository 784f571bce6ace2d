/** A windowed-sinc filter in finely stepped phases: the value of a sampled signal between its samples. */

export const TAPS = 32;
const PHASES = 256;
const KAISER_BETA = 8; // about 80 dB of stop band

/** The modified Bessel function of order 0, as its power series. */
function bessel0(x) {
  let sum = 1;
  for (let term = 1, k = 1; term > sum * 1e-12; k++) sum += term *= (x / (2 * k)) ** 2;
  return sum;
}

const kaiser = (t) => (Math.abs(t) >= 1 ? 0 : bessel0(KAISER_BETA * Math.sqrt(1 - t * t)) / bessel0(KAISER_BETA));

const sinc = (x) => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));

/** One row of taps; they add up to 1 so that every phase is equally loud. */
function phaseRow(fraction, cutoff) {
  const row = Array.from({ length: TAPS }, (_, tap) => {
    const t = tap - TAPS / 2 + 1 - fraction;
    return sinc(cutoff * t) * kaiser(t / (TAPS / 2));
  });
  const sum = row.reduce((total, tap) => total + tap, 0);
  return row.map((tap) => tap / sum);
}

export class Sinc {
  #rows = new Float32Array((PHASES + 1) * TAPS);

  /** @param {number} cutoff as a share of half the input's sample rate; 1 passes whole positions through untouched */
  constructor(cutoff) {
    for (let phase = 0; phase <= PHASES; phase++) this.#rows.set(phaseRow(phase / PHASES, cutoff), phase * TAPS);
  }

  /**
   * @param {Float32Array} ring its length a power of two
   * @param {number} first where the window of TAPS samples begins
   * @param {number} fraction how far past the window's middle, 0 to 1
   */
  at(ring, first, fraction) {
    const mask = ring.length - 1;
    const phase = Math.floor(fraction * PHASES);
    const blend = fraction * PHASES - phase;
    const row = phase * TAPS;
    let near = 0;
    let far = 0;
    for (let tap = 0; tap < TAPS; tap++) {
      const sample = ring[(first + tap) & mask];
      near += sample * this.#rows[row + tap];
      far += sample * this.#rows[row + TAPS + tap];
    }
    return near + (far - near) * blend;
  }
}
