/** Cuts a microphone's samples into frames of 20 ms at 48 kHz, each with its clock and loudness. */

import { decibels, rms } from "../lib/loudness.js";
import { FRAME_SAMPLES, SAMPLE_RATE } from "./format.js";
import { Resampler } from "./resampler.js";

/** @typedef {{sound: Float32Array, ts: number, rms: number, db: number}} Frame */

export class Framer {
  #resampler;
  #take;
  #ts;
  #sound = new Float32Array(FRAME_SAMPLES);
  #filled = 0;

  /**
   * @param {{rate: number, ts: number}} options the microphone's sample rate, and where the 48-kHz clock begins
   * @param {(frame: Frame) => void} take gets every frame; its sound is never touched again
   */
  constructor({ rate, ts }, take) {
    this.#resampler = new Resampler(rate, SAMPLE_RATE);
    this.#ts = ts;
    this.#take = take;
  }

  /** @param {Float32Array} samples */
  hear(samples) {
    this.#resampler.write(samples);
    for (;;) {
      this.#filled = this.#resampler.read(this.#sound, this.#filled);
      if (this.#filled < FRAME_SAMPLES) return;
      this.#finish();
    }
  }

  #finish() {
    const sound = this.#sound;
    const amplitude = rms(sound);
    this.#sound = new Float32Array(FRAME_SAMPLES);
    this.#filled = 0;
    this.#take({ sound, ts: this.#ts, rms: amplitude, db: decibels(amplitude) });
    this.#ts = (this.#ts + FRAME_SAMPLES) >>> 0;
  }
}
