/** A queue of 10-ms blocks of decoded sound, in the order of their clock, in arrays made once. */

export const BLOCK_SAMPLES = 480; // 10 ms
const CAPACITY = 512; // blocks, a power of two; 5 s

export class Blocks {
  #sound = new Array(CAPACITY).fill(null);
  #clock = new Float64Array(CAPACITY);
  #rms = new Float32Array(CAPACITY);
  #message = new Float64Array(CAPACITY);
  #last = new Uint8Array(CAPACITY);
  #head = 0;
  #size = 0;

  get size() {
    return this.#size;
  }

  get isFull() {
    return this.#size === CAPACITY;
  }

  /** @returns {number} the sample clock at which the first block begins; NaN if there is none */
  get clock() {
    return this.#size ? this.#clock[this.#head] : NaN;
  }

  /** @returns {Float32Array} the sound of the first block */
  get sound() {
    return this.#sound[this.#head];
  }

  get rms() {
    return this.#rms[this.#head];
  }

  /** @returns {number} the message the first block came in */
  get message() {
    return this.#message[this.#head];
  }

  /** @returns {boolean} whether a talkspurt ends with the first block */
  get endsTalkspurt() {
    return this.#last[this.#head] === 1;
  }

  /** @returns {boolean} whether a second block follows the first without a gap */
  get hasNext() {
    return this.#size > 1 && this.#clock[this.#nth(1)] === this.clock + BLOCK_SAMPLES;
  }

  /** @returns {Float32Array} the sound of the second block */
  get nextSound() {
    return this.#sound[this.#nth(1)];
  }

  get nextRms() {
    return this.#rms[this.#nth(1)];
  }

  push(clock, sound, rms, message) {
    const at = this.#nth(this.#size++);
    this.#sound[at] = sound;
    this.#clock[at] = clock;
    this.#rms[at] = rms;
    this.#message[at] = message;
    this.#last[at] = 0;
  }

  endTalkspurt() {
    if (this.#size) this.#last[this.#nth(this.#size - 1)] = 1;
  }

  drop() {
    this.#sound[this.#head] = null;
    this.#head = this.#nth(1);
    this.#size--;
  }

  clear() {
    while (this.#size) this.drop();
  }

  #nth(i) {
    return (this.#head + i) & (CAPACITY - 1);
  }
}
