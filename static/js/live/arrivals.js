/**
 * Learns how late packets come against the fastest of late, and so how much sound to keep in hand.
 * After the delay manager of WebRTC's NetEq: a fading histogram of lateness, plus a peak that rises at once and falls slowly.
 */

import { PRE_ROLL_FRAMES } from "./format.js";

const BUCKET_MS = 10;
const BUCKETS = 151; // up to 1,500 ms
const QUANTILE = 0.98;
const MEMORY = 0.99; // of an interval; its half-life is 14 s of sound
const INTERVAL_PACKETS = 10;
const PEAK_FALL = 0.9986; // a packet; half of it is gone after 10 s of sound
const MARGIN_MS = 30; // playback takes 10 ms at a time, and audio threads wake in bursts
const BASE_PACKETS = 25;
const BASE_SPANS = 2; // the fastest of the last 0.5 to 1 s of sound
const JUDGED_AFTER = 5; // intervals: by then we know whether a packet was late, or the whole line has become slower
const STALE_MS = 10_000; // clocks drift apart in a long silence
const HELD_BACK = PRE_ROLL_FRAMES + 1; // the sender's gate made these late, not the network

/** The smallest of the last few spans of packets. */
class FastestPacket {
  #spans = new Float64Array(BASE_SPANS);
  #at = 0;
  #packets = 0;

  constructor() {
    this.forget();
  }

  get ms() {
    let fastest = this.#spans[0];
    for (let i = 1; i < BASE_SPANS; i++) fastest = Math.min(fastest, this.#spans[i]);
    return fastest;
  }

  note(ms) {
    this.#spans[this.#at] = Math.min(this.#spans[this.#at], ms);
    if (++this.#packets % BASE_PACKETS) return;
    this.#at = (this.#at + 1) % BASE_SPANS;
    this.#spans[this.#at] = Infinity;
  }

  forget() {
    this.#spans.fill(Infinity);
  }
}

export class Arrivals {
  #fastest = new FastestPacket();
  #histogram = new Float64Array(BUCKETS);
  #intervals = 0;
  #judged = 0; // of them
  #packets = 0;
  #slowest_ms = -Infinity; // of this interval
  #unjudged_ms = new Float64Array(JUDGED_AFTER).fill(-Infinity); // the slowest of the last intervals
  #peak_ms = 0;
  #last_ms = -Infinity;
  #heldBack = 0;
  #usual_ms = 0;
  #range;

  /** @param {{min_ms: number, max_ms: number}} range of the target */
  constructor(range) {
    this.#range = range;
  }

  set range(range) {
    this.#range = range;
  }

  /** @returns {number} the transit time of the fastest packet, between two clocks that share no zero */
  get base_ms() {
    return this.#fastest.ms;
  }

  /** @returns {number} how far playback should stay behind the fastest packet */
  get target_ms() {
    const wish = Math.max(this.#usual_ms, this.#peak_ms) + MARGIN_MS;
    return Math.max(this.#range.min_ms, Math.min(this.#range.max_ms, wish));
  }

  /** Another clock begins: what we know of lateness still holds, the zero does not. */
  restart() {
    this.#fastest.forget();
    this.#unjudged_ms.fill(-Infinity);
    this.#slowest_ms = -Infinity;
  }

  /**
   * @param {number} clock_ms the sender's clock @param {number} now_ms ours
   * @param {boolean} starts a talkspurt begins with this packet
   */
  note(clock_ms, now_ms, starts) {
    if (starts) this.#beginTalkspurt(now_ms);
    this.#last_ms = now_ms;
    this.#noteFastest(now_ms - clock_ms);
    if (this.#heldBack > 0) this.#heldBack--;
    else this.#learn(now_ms - clock_ms);
  }

  #beginTalkspurt(now_ms) {
    this.#heldBack = HELD_BACK;
    if (now_ms - this.#last_ms > STALE_MS) this.restart();
  }

  /** Where the whole line became slower, as when a sender's clock stood still for a moment, that much was no lateness. */
  #noteFastest(transit_ms) {
    const before_ms = this.base_ms;
    this.#fastest.note(transit_ms);
    if (this.base_ms > before_ms) this.#peak_ms = Math.max(0, this.#peak_ms - (this.base_ms - before_ms));
  }

  #learn(transit_ms) {
    this.#peak_ms = Math.max(transit_ms - this.base_ms, this.#peak_ms * PEAK_FALL);
    this.#slowest_ms = Math.max(this.#slowest_ms, transit_ms);
    if (++this.#packets % INTERVAL_PACKETS) return;
    this.#judge(this.#intervals++ % JUDGED_AFTER);
  }

  #judge(at) {
    const late_ms = this.#unjudged_ms[at] - this.base_ms;
    if (late_ms > -Infinity) this.#remember(Math.max(0, Math.min(BUCKETS - 1, Math.floor(late_ms / BUCKET_MS))));
    this.#unjudged_ms[at] = this.#slowest_ms;
    this.#slowest_ms = -Infinity;
  }

  #remember(bucket) {
    const memory = Math.min(MEMORY, this.#judged / (this.#judged + 1));
    for (let i = 0; i < BUCKETS; i++) this.#histogram[i] *= memory;
    this.#histogram[bucket] += 1 - memory;
    this.#judged++;
    this.#usual_ms = this.#quantile();
  }

  #quantile() {
    let bucket = 0;
    for (let sum = this.#histogram[0]; sum < QUANTILE && bucket < BUCKETS - 1; sum += this.#histogram[++bucket]);
    return (bucket + 1) * BUCKET_MS;
  }
}
