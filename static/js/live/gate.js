/**
 * The voice gate: lets speech through and keeps silence back.
 * It opens late but sends what came just before, and closes well after the last word, so that no word is cut.
 */

import { END, PRE_ROLL_FRAMES, START } from "./format.js";

const HANGOVER_FRAMES = 20; // 400 ms kept open after the last voice
const OPEN_ABOVE_FLOOR_DB = 9;
const HOLD_ABOVE_FLOOR_DB = 5;
const SURELY_VOICE_DB = 19; // above the floor: one frame is enough
const QUIETEST_VOICE_DB = -60;
const FIRST_FLOOR_DB = -62;
const LOWEST_FLOOR_DB = -75;
const HIGHEST_FLOOR_DB = -42; // a held note is not noise, however long
const FLOOR_SPAN_FRAMES = 15; // 300 ms
const FLOOR_SPANS = 10; // the floor is the quietest frame of the last 3 s

/** The quietest of what was heard lately: speech falls to it between syllables, steady noise never leaves it. */
class NoiseFloor {
  #minima = new Array(FLOOR_SPANS).fill(Infinity);
  #at = 0;
  #frames = 0;

  constructor() {
    this.#minima[FLOOR_SPANS - 1] = FIRST_FLOOR_DB;
  }

  get db() {
    return Math.max(LOWEST_FLOOR_DB, Math.min(HIGHEST_FLOOR_DB, ...this.#minima));
  }

  hear(db) {
    this.#minima[this.#at] = Math.min(this.#minima[this.#at], db);
    if (++this.#frames % FLOOR_SPAN_FRAMES) return;
    this.#at = (this.#at + 1) % FLOOR_SPANS;
    this.#minima[this.#at] = Infinity;
  }
}

/**
 * @template {{db: number}} Frame
 */
export class VoiceGate {
  #floor = new NoiseFloor();
  #held = []; // the frames before an opening
  #lastWasVoice = false;
  #quietFrames = 0;
  #open = false;
  #send;

  /** @param {(frame: Frame, flags: number) => void} send an END frame is a mark only: its sound is not meant */
  constructor(send) {
    this.#send = send;
  }

  /** @param {Frame} frame the next 20 ms */
  hear(frame) {
    this.#floor.hear(frame.db);
    if (this.#open) this.#pass(frame);
    else this.#wait(frame);
  }

  #isAbove(db, margin) {
    return db > QUIETEST_VOICE_DB && db > this.#floor.db + margin;
  }

  #wait(frame) {
    this.#held.push(frame);
    const voice = this.#isAbove(frame.db, OPEN_ABOVE_FLOOR_DB);
    if ((voice && this.#lastWasVoice) || this.#isAbove(frame.db, SURELY_VOICE_DB)) this.#begin();
    else if (this.#held.length > PRE_ROLL_FRAMES) this.#held.shift();
    this.#lastWasVoice = voice;
  }

  #begin() {
    this.#open = true;
    this.#quietFrames = 0;
    this.#held.forEach((frame, i) => this.#send(frame, i ? 0 : START));
    this.#held.length = 0;
  }

  #pass(frame) {
    this.#quietFrames = this.#isAbove(frame.db, HOLD_ABOVE_FLOOR_DB) ? 0 : this.#quietFrames + 1;
    this.#open = this.#quietFrames < HANGOVER_FRAMES;
    this.#send(frame, this.#open ? 0 : END);
    if (!this.#open) this.#shut(frame);
  }

  #shut(frame) {
    this.#held.push(frame);
    this.#lastWasVoice = false;
  }
}
