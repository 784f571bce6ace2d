/** Tries until something has arrived or was refused: as soon as the line is said to be back, and now and then by itself. */
import { retryDelay } from "./backoff.js";

export class UntilSent {
  #send;
  #clock;
  #random;
  #failures = 0;
  #since = 0;
  #isTrying = false;
  #cancel = () => {};
  isWaiting = false;

  /** @param {{send: () => Promise<boolean>, clock: import("./clock.js").Clock, random: () => number}} needs `send` answers whether it need not be tried again */
  constructor({ send, clock, random }) {
    this.#send = send;
    this.#clock = clock;
    this.#random = random;
  }

  /** Somebody tried just now, in vain. */
  start() {
    this.isWaiting = true;
    this.#failures = 0;
    this.#since = this.#clock.now();
    this.#later();
  }

  stop() {
    this.isWaiting = false;
    this.#cancel();
  }

  /** The line is back. */
  hurry() {
    this.#failures = 0;
    return this.#try();
  }

  async #try() {
    if (!this.isWaiting || this.#isTrying) return;
    this.#cancel();
    this.#isTrying = true;
    const isSettled = await this.#send();
    this.#isTrying = false;
    if (isSettled) this.stop();
    else if (this.isWaiting) this.#later();
  }

  #later() {
    this.#cancel();
    const delay = retryDelay(++this.#failures, this.#clock.now() - this.#since, this.#random);
    this.#cancel = this.#clock.after(delay, () => this.#try());
  }
}
