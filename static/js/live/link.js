/** A socket that comes back by itself: notices a dead connection, waits its turn, and tries again unless the server said not to. */

import { FREE_TRIES, retryDelay } from "../lib/backoff.js";
import { closeOf } from "./protocol.js";

const SILENCE_MS = 8_000; // the server answers a beat every three seconds; one answer may be late
const DOUBTFUL_MS = 5_000; // one answer is late
const OPENING_MS = 3_000; // a try that leads nowhere: the network may be back before it is given up by itself
const STEADY_MS = 5_000; // a connection that breaks sooner counts as one more failure
const WATCH_MS = 1_000;
const OPEN = 1; // WebSocket.OPEN
const GONE = 1_006; // the code browsers use when nobody said why

/**
 * @typedef {{text: (text: string) => void, bytes: (bytes: ArrayBuffer) => void,
 *            lost: (close: object) => void, closed: (close: object) => void}} Listener
 *   `lost`: it will be tried again; `closed`: it will not
 */
export class Link {
  #openSocket;
  #knock;
  #clock;
  #random;
  #listener;
  #socket = null;
  #failures = 0;
  #outageSince = null;
  #heardAt = 0;
  #cancelRetry = null;
  #knocking = null;
  #cancelWatch = null;
  #cancelSettling = null;

  /**
   * @param {{openSocket: () => WebSocket, knock: () => Promise<boolean>, clock: object, random: () => number}} world
   * @param {Listener} listener
   */
  constructor({ openSocket, knock, clock, random }, listener) {
    this.#openSocket = openSocket;
    this.#knock = knock;
    this.#clock = clock;
    this.#random = random;
    this.#listener = listener;
  }

  /** @returns {number} bytes that have not left this machine */
  get waitingBytes() {
    return this.#socket?.bufferedAmount ?? 0;
  }

  connect() {
    this.#stopWaiting();
    this.#heardAt = this.#clock.now();
    this.#socket = this.#openSocket();
    this.#socket.binaryType = "arraybuffer";
    this.#socket.onmessage = ({ data }) => this.#hear(data);
    this.#socket.onclose = ({ code }) => this.#end(code);
    this.#watch();
  }

  /** The other side answers as it should: if that lasts, the next outage starts from the shortest wait. */
  settle() {
    this.#cancelSettling = this.#clock.after(STEADY_MS, () => {
      this.#failures = 0;
      this.#outageSince = null;
    });
  }

  /** The network is back, or somebody looks at us: no reason to wait longer. */
  hurry() {
    if (this.#socket && this.#silent_ms > DOUBTFUL_MS) this.#end(GONE);
    if (this.#cancelRetry) this.connect();
  }

  /** @param {string | Uint8Array} message */
  send(message) {
    if (this.#socket?.readyState === OPEN) this.#socket.send(message);
  }

  /** Ends it for good, from this side. */
  close() {
    this.#stopWaiting();
    this.#drop();
  }

  #hear(data) {
    this.#heardAt = this.#clock.now();
    if (typeof data === "string") this.#listener.text(data);
    else this.#listener.bytes(data);
  }

  #watch() {
    this.#cancelWatch = this.#clock.after(WATCH_MS, () => {
      if (this.#silent_ms > (this.#socket.readyState === OPEN ? SILENCE_MS : OPENING_MS)) this.#end(GONE);
      else this.#watch();
    });
  }

  get #silent_ms() {
    return this.#clock.now() - this.#heardAt;
  }

  #end(code) {
    this.#drop();
    const close = closeOf(code);
    if (!close.comesBack) return this.#listener.closed(close);
    this.#retry();
    this.#listener.lost(close);
  }

  #retry() {
    this.#outageSince ??= this.#clock.now();
    const wait_ms = retryDelay(this.#failures++, this.#clock.now() - this.#outageSince, this.#random);
    this.#cancelRetry = this.#clock.after(wait_ms, () => this.#tryAgain());
  }

  async #tryAgain() {
    if (this.#failures <= FREE_TRIES) return this.connect();
    const knocking = (this.#knocking = {});
    const isThere = await this.#knock();
    if (knocking !== this.#knocking) return; // closed meanwhile, or in a hurry
    if (isThere) this.connect();
    else this.#retry();
  }

  #stopWaiting() {
    this.#cancelRetry?.();
    this.#cancelRetry = this.#knocking = null;
  }

  /** Lets go of a socket without waiting for its goodbye, which a dead network never brings. */
  #drop() {
    this.#cancelWatch?.();
    this.#cancelSettling?.();
    if (!this.#socket) return;
    this.#socket.onmessage = this.#socket.onclose = null;
    this.#socket.close();
    this.#socket = null;
  }
}
