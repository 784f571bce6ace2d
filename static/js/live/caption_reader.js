/** Hands new lines on to be read aloud: some at a time, with a pause, and never a queue that grows. */

const PAUSE_MS = 3_000;
const MOST = 6; // lines that wait; older ones are no longer news

export class CaptionReader {
  #clock;
  #read;
  #waiting = [];
  #cancelPause = null;

  /** @param {object} clock @param {(lines: object[]) => void} read */
  constructor(clock, read) {
    this.#clock = clock;
    this.#read = read;
  }

  /** @param {object[]} lines */
  tell(lines) {
    this.#waiting = [...this.#waiting, ...lines].slice(-MOST);
    if (!this.#cancelPause) this.#next();
  }

  /** What waits is not read. */
  stop() {
    this.#waiting = [];
  }

  #next() {
    this.#cancelPause = null;
    if (!this.#waiting.length) return;
    this.#read(this.#waiting);
    this.#waiting = [];
    this.#cancelPause = this.#clock.after(PAUSE_MS, () => this.#next());
  }
}
