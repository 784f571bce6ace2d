/** Our voice on its way to the room: numbered, encoded, and dropped from the old end when the line is too slow. */

import { DISCONT, END, FRAME_SAMPLES, START } from "./format.js";
import { encode } from "./protocol.js";

const LINE_BYTES = 8_192; // about 2 s of speech that have not left this machine
const WAITING_FRAMES = 10; // what may wait behind those: 200 ms

/** @typedef {{sound: Float32Array | null, ts: number, flags: number, level: number}} Frame no sound at END */

export class Uplink {
  #makeEncoder;
  #line;
  #encoder = null;
  #first = 0; // flags that the next frame carries on top of its own
  #seq = 0;
  #endTs = null; // where the talkspurt would end if it ended now; null between talkspurts
  #waiting = [];

  /**
   * @param {{makeEncoder: (deliver: Function) => object, line: {send: (bytes: Uint8Array) => void, waitingBytes: () => number}}} world
   */
  constructor({ makeEncoder, line }) {
    this.#makeEncoder = makeEncoder;
    this.#line = line;
  }

  /** The room hears us from now on. */
  start() {
    this.stop();
    this.#encoder = this.#makeEncoder((frame, packet) => this.#deliver(frame, packet));
    this.#first = START | DISCONT;
    this.#endTs = null;
  }

  /** We fall silent: the room is told, and hears nothing more, not even what is on its way through the encoder. */
  finish() {
    const endTs = this.#encoder && this.#endTs;
    this.stop();
    if (endTs !== null) this.#deliver({ flags: END, ts: endTs, level: 127 }, null);
  }

  /** The room takes no more of us. */
  stop() {
    this.#encoder?.close();
    this.#encoder = null;
    this.#waiting = [];
  }

  /** @param {Frame} frame */
  hear(frame) {
    if (!this.#encoder) return;
    if (this.#encoder.isBroken) this.start();
    if (!frame.sound && this.#first) return; // the end of a talkspurt that nobody heard begin
    this.#encoder.encode({ ...frame, flags: frame.flags | this.#first });
    this.#first = 0;
  }

  /** Sends what may be sent by now. */
  flush() {
    while (this.#waiting.length && this.#line.waitingBytes() < LINE_BYTES) this.#line.send(this.#waiting.shift().message);
    while (this.#waiting.length > WAITING_FRAMES) this.#dropOldest();
  }

  #deliver({ flags, ts, level }, packet) {
    this.#seq = (this.#seq + 1) & 0xffff;
    this.#endTs = flags & END ? null : (ts + FRAME_SAMPLES) >>> 0;
    this.#waiting.push({ message: encode("mic", { flags, seq: this.#seq, ts, level, packet }), isMark: (flags & (START | END)) !== 0 });
    this.flush();
  }

  /** Marks stay: without them listeners could not tell silence from loss. */
  #dropOldest() {
    const oldest = this.#waiting.findIndex(({ isMark }) => !isMark);
    this.#waiting.splice(Math.max(0, oldest), 1);
  }
}
