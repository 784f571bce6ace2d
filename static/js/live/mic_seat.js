const OUTAGE = "connection_lost"; // the code of a command that the network swallowed

/**
 * Whether the room takes our microphone. It starts muted, only we may open it, a host may close it, and every new connection
 * begins muted again: then, if the person still wants it open and still sits on the stage, we ask again.
 */
export class MicSeat {
  #setMic;
  #listener;
  #wanted = false;
  #asking = 0;
  #request = 0;

  /**
   * @param {(open: boolean, again?: boolean) => Promise<object>} setMic tells the room; `again` after an outage
   * @param {{granted: () => void, closed: () => void}} listener `closed`: by the room, not by us
   */
  constructor(setMic, listener) {
    this.#setMic = setMic;
    this.#listener = listener;
  }

  /** @returns {Promise<void>} rejects if the room refuses */
  async open() {
    this.#wanted = true;
    const request = ++this.#request;
    try {
      await this.#ask(request);
    } catch (fault) {
      if (request === this.#request) this.#wanted = false;
      throw fault;
    }
  }

  close() {
    if (!this.#wanted) return;
    this.#wanted = false;
    this.#request++;
    this.#setMic(false).catch(() => {}); // refused or lost: either way the room does not hear us
  }

  /** @param {object | null} seat ours, on the connection that has just begun */
  rejoin(seat) {
    if (!this.#wanted) return;
    if (!seat) return this.#lose();
    this.#ask(++this.#request, true).catch((fault) => fault.code !== OUTAGE && this.#lose()); // after one more outage we rejoin again
  }

  /** @param {object | null} before @param {object | null} now our seat */
  seatChanged(before, now) {
    // An answer still to come tells more than a seat that changed before it was written.
    if (!this.#wanted || this.#asking) return;
    if (!now || (before?.mic === "open" && now.mic === "muted")) this.#lose();
  }

  async #ask(request, again = false) {
    this.#asking++;
    try {
      await this.#setMic(true, again);
    } finally {
      this.#asking--;
    }
    if (request === this.#request) this.#listener.granted();
  }

  #lose() {
    if (!this.#wanted) return;
    this.#wanted = false;
    this.#request++;
    this.#listener.closed();
  }
}
