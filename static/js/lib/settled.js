/**
 * A count that others change too: what the server says of it waits while one's own click is on its way, so that it does not jump back.
 */
export class Settled {
  #show;
  #quietUntil = 0;
  #timer;
  #quietMs;

  /** @param {(count: number) => void} show @param {number} [quietMs] how long after the last click the server is not believed */
  constructor(show, quietMs = 2500) {
    this.#show = show;
    this.#quietMs = quietMs;
  }

  /** One's own click. */
  touch() {
    this.#quietUntil = Date.now() + this.#quietMs;
  }

  /** What the server says; of several that had to wait, the last is right. @param {number} count */
  told(count) {
    clearTimeout(this.#timer);
    const wait = this.#quietUntil - Date.now();
    if (wait > 0) this.#timer = setTimeout(() => this.told(count), wait);
    else this.#show(count);
  }
}
