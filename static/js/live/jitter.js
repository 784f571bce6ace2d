/**
 * The jitter buffer of one speaker: takes decoded packets as they come, gives sound without holes at the rate of the context.
 *
 * Everything follows from one number, the excess: how far playback lags behind the wished delay. A talkspurt begins when its
 * excess reaches zero, which also sets its delay; while it runs, quiet blocks are dropped or doubled, the speed bends a little,
 * and far too much is jumped over. The clock is passed in; pulling allocates nothing.
 */

import { rms } from "../lib/loudness.js";
import { ahead32 } from "../lib/wrap.js";
import { Arrivals } from "./arrivals.js";
import { BLOCK_SAMPLES, Blocks } from "./blocks.js";
import { DISCONT, END, SAMPLE_RATE, START } from "./format.js";
import { Resampler } from "./resampler.js";
import { Tail } from "./tail.js";

export const ON_STAGE = { min_ms: 40, max_ms: 400 };
export const LISTENING = { min_ms: 100, max_ms: 1_500 };

const MS = SAMPLE_RATE / 1_000; // samples a millisecond
const BLOCK_MS = BLOCK_SAMPLES / MS;
const EDGE_SAMPLES = 240; // 5 ms: the fade where sound begins, ends or is cut
const JUMP_MS = 1_000;
const SLACK_MS = 12; // more than a block: no dropping and doubling in turns
const URGENT_MS = 100;
const PAUSE_BLOCKS = 6; // between two corrections, for the ear
const URGENT_PAUSE_BLOCKS = 2;
const SPEED_PER_MS = 0.000_25; // 100 ppm of clock drift settle at 0.4 ms of excess, so no integral is needed
const MOST_SPEED = 0.005; // 0.5 %, not heard in speech
const QUIET = 0.12; // as a share of the voice: 18 dB below
const SILENT = 0.002; // −54 dBFS: nothing to be heard, so no pause either
const DRAIN_BLOCKS = 8; // after these the tail is silent and the resampler holds nothing else
const VOICE_FALL = 0.995; // a block; half after 1.4 s

export class JitterBuffer {
  #arrivals;
  #resampler;
  #blocks = new Blocks();
  #tail = new Tail();
  #out = new Float32Array(BLOCK_SAMPLES);
  #clock = null; // the sample clock after the newest packet, wrapped
  #end = 0; // the same, never wrapping
  #position = 0; // the sample clock of the next block to play
  #playing = false;
  #hadEnd = true;
  #fresh = false; // the next block fades in over the tail
  #sinceCorrection = 0;
  #restedBlocks = 0;
  #voice = 0;
  #underruns = 0;

  /** @param {{rate: number, range: {min_ms: number, max_ms: number}}} options `rate` is the context's */
  constructor({ rate, range }) {
    this.#arrivals = new Arrivals(range);
    this.#resampler = new Resampler(SAMPLE_RATE, rate);
  }

  set range(range) {
    this.#arrivals.range = range;
  }

  get target_ms() {
    return this.#arrivals.target_ms;
  }

  get underruns() {
    return this.#underruns;
  }

  /** @returns {number} sound in hand */
  get buffered_ms() {
    return this.#blocks.size * BLOCK_MS;
  }

  /** @returns {boolean} whether there is nothing more to be heard */
  get isIdle() {
    return !this.#blocks.size && this.#restedBlocks >= DRAIN_BLOCKS;
  }

  /** @returns {number} the oldest message of which something is still to be played; Infinity if all is played */
  get waiting() {
    return this.#blocks.size ? this.#blocks.message : Infinity;
  }

  /** @returns {number} how far playback is behind the fastest packet; NaN when nothing plays */
  delay_ms(now_ms) {
    return this.#playing ? now_ms - this.#arrivals.base_ms - this.#position / MS : NaN;
  }

  /**
   * @param {{ts: number, flags: number, sound: Float32Array | null, message: number}} packet `sound` is of 960 samples, null at END
   * @param {number} now_ms
   */
  push({ ts, flags, sound, message }, now_ms) {
    if (flags & DISCONT) this.#restart();
    if (sound) this.#take(this.#unwrap(ts, sound.length), flags, sound, message, now_ms);
    if (flags & END) this.#finish();
  }

  /**
   * Fills `out` with what is to be heard now.
   * @param {Float32Array} out
   * @param {number} now_ms
   */
  pull(out, now_ms) {
    let done = this.#resampler.read(out, 0);
    while (done < out.length) {
      this.#resampler.write(this.#nextBlock(now_ms));
      done = this.#resampler.read(out, done);
    }
  }

  #restart() {
    this.#blocks.clear();
    this.#arrivals.restart();
    this.#clock = null;
  }

  #unwrap(ts, length) {
    const begin = this.#clock === null ? this.#end : this.#end + ahead32(ts, this.#clock);
    this.#clock = (ts + length) >>> 0;
    this.#end = begin + length;
    return begin;
  }

  #take(begin, flags, sound, message, now_ms) {
    this.#arrivals.note(begin / MS, now_ms, (flags & START) !== 0);
    this.#hadEnd = false;
    for (let at = 0; at < sound.length; at += BLOCK_SAMPLES) {
      if (this.#blocks.isFull) this.#blocks.drop();
      const block = sound.subarray(at, at + BLOCK_SAMPLES);
      this.#blocks.push(begin + at, block, rms(block), message);
    }
  }

  #finish() {
    this.#hadEnd = true;
    this.#blocks.endTalkspurt();
  }

  /** How far the first block in hand is behind its time; never, if there is none. */
  #excess(now_ms) {
    return this.#blocks.size ? now_ms - this.#arrivals.base_ms - this.#blocks.clock / MS - this.#arrivals.target_ms : -Infinity;
  }

  #nextBlock(now_ms) {
    if (this.#excess(now_ms) > JUMP_MS) this.#jump(now_ms);
    if (this.#playing && this.#blocks.clock !== this.#position) this.#breakOff();
    if (!this.#playing && this.#excess(now_ms) >= 0) this.#begin();
    if (this.#playing) this.#play(this.#excess(now_ms));
    else this.#rest();
    return this.#out;
  }

  #jump(now_ms) {
    while (this.#blocks.size > 1 && this.#excess(now_ms) > 0) this.#blocks.drop();
  }

  #breakOff() {
    if (!this.#blocks.size && !this.#hadEnd) this.#underruns++;
    this.#playing = false;
    this.#tail.begin();
  }

  #begin() {
    this.#playing = true;
    this.#fresh = true;
    this.#restedBlocks = 0;
    this.#sinceCorrection = 0;
  }

  #rest() {
    this.#resampler.speed = 1;
    this.#restedBlocks++;
    for (let i = 0; i < BLOCK_SAMPLES; i++) this.#out[i] = this.#tail.next();
  }

  #play(excess) {
    this.#resampler.speed = 1 + Math.max(-MOST_SPEED, Math.min(MOST_SPEED, excess * SPEED_PER_MS));
    const correction = this.#mayCorrect(excess) ? Math.sign(excess) : 0;
    if (correction > 0) this.#shorten();
    else if (correction < 0) this.#lengthen();
    else this.#copy();
    this.#smoothEdges();
    this.#tail.remember(this.#out);
  }

  #mayCorrect(excess) {
    this.#sinceCorrection++;
    if (Math.abs(excess) < SLACK_MS || this.#fresh || !this.#blocks.hasNext) return false;
    const loudness = Math.max(this.#blocks.rms, this.#blocks.nextRms);
    if (loudness < SILENT) return true;
    return loudness < this.#voice * QUIET && this.#sinceCorrection >= (Math.abs(excess) > URGENT_MS ? URGENT_PAUSE_BLOCKS : PAUSE_BLOCKS);
  }

  #copy() {
    this.#out.set(this.#blocks.sound);
    this.#advance();
  }

  /** Two blocks become one. */
  #shorten() {
    const from = this.#blocks.sound;
    const to = this.#blocks.nextSound;
    for (let i = 0; i < BLOCK_SAMPLES; i++) this.#out[i] = from[i] + ((to[i] - from[i]) * i) / BLOCK_SAMPLES;
    this.#sinceCorrection = 0;
    this.#blocks.drop();
    this.#advance();
  }

  /** One block more: it begins like the next and ends like the last, so both joints are smooth. */
  #lengthen() {
    const from = this.#blocks.sound;
    for (let i = 0; i < BLOCK_SAMPLES; i++) this.#out[i] = from[i] + ((this.#tail.lastBlock(i) - from[i]) * i) / BLOCK_SAMPLES;
    this.#sinceCorrection = 0;
  }

  #advance() {
    this.#voice = Math.max(this.#blocks.rms, this.#voice * VOICE_FALL);
    this.#position = this.#blocks.clock + BLOCK_SAMPLES;
    if (this.#blocks.endsTalkspurt) this.#close();
    this.#blocks.drop();
  }

  /** A talkspurt that ended by itself leaves no tail. */
  #close() {
    this.#playing = false;
    for (let i = 0; i < EDGE_SAMPLES; i++) this.#out[BLOCK_SAMPLES - 1 - i] *= i / EDGE_SAMPLES;
  }

  #smoothEdges() {
    if (!this.#fresh) return;
    this.#fresh = false;
    for (let i = 0; i < EDGE_SAMPLES; i++) {
      const before = this.#tail.next();
      this.#out[i] = before + ((this.#out[i] - before) * i) / EDGE_SAMPLES;
    }
    this.#tail.end();
  }
}
