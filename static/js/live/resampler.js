/** A stream of samples at one rate, read at another; the speed may be bent while it runs. */

import { Sinc, TAPS } from "../lib/sinc.js";

const RING = 4_096; // samples; the most that may be written ahead of reading
const ROLL_OFF = 0.94; // leaves the filter room to fall before half the lower rate

const cutoffFor = (from, to) => (from === to ? 1 : ROLL_OFF * Math.min(1, to / from));

export class Resampler {
  #ring = new Float32Array(RING);
  #written = TAPS / 2 - 1; // so that the first sample read is the first one written
  #whole = 0;
  #fraction = 0;
  #step;
  #ratio;
  #sinc;

  /** @param {number} from @param {number} to samples a second */
  constructor(from, to) {
    this.#ratio = from / to;
    this.#step = this.#ratio;
    this.#sinc = new Sinc(cutoffFor(from, to));
  }

  /** @param {number} speed 1 is as recorded, 1.005 half a percent faster */
  set speed(speed) {
    this.#step = this.#ratio * speed;
  }

  /** @param {Float32Array} samples */
  write(samples) {
    for (let i = 0; i < samples.length; i++) this.#ring[this.#written++ & (RING - 1)] = samples[i];
  }

  /**
   * Fills `out` from `done` on, as far as what was written reaches.
   * @param {Float32Array} out
   * @returns {number} how far `out` is filled now
   */
  read(out, done) {
    while (done < out.length && this.#whole + TAPS <= this.#written) {
      out[done++] = this.#sinc.at(this.#ring, this.#whole, this.#fraction);
      this.#advance();
    }
    return done;
  }

  #advance() {
    this.#fraction += this.#step;
    const whole = Math.floor(this.#fraction);
    this.#whole += whole;
    this.#fraction -= whole;
  }
}
