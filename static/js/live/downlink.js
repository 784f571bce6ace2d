/** The room's sound on its way to us: every packet once, decoded per slot, and an honest count of what was heard. */

import { ahead16 } from "../lib/wrap.js";
import { DISCONT, END } from "./format.js";
import { NO_PACKET, NOT_PLAYING, packetsIn } from "./protocol.js";

const PLAYER_SILENT_MS = 1_000; // playback reports five times a second while it runs
const REPEATED_PACKETS = 250; // a packet up to 5 s old came twice; one still older is of another count

export class Downlink {
  #makeDecoder;
  #play;
  #now;
  #slots = new Map(); // slot → {decoder, seq, talks}, seq null until a packet came on this connection
  #received = 0; // messages, since the beginning
  #before = 0; // how many of them on earlier connections
  #heard = 0;
  #report = { waiting: Infinity, buffer_ms: 0, underruns: 0 };
  #reportedAt = -Infinity;
  #deliver = (label, sound) => this.#play({ ...label, sound });

  /**
   * @param {{makeDecoder: (deliver: Function) => object, play: (packet: object) => void, now: () => number}} world
   */
  constructor({ makeDecoder, play, now }) {
    this.#makeDecoder = makeDecoder;
    this.#play = play;
    this.#now = now;
  }

  get report() {
    return this.#report;
  }

  /** @returns {{state: number, buffer_ms: number, heard: number}} for the next beat */
  get progress() {
    const isPlaying = this.#isPlaying();
    const waiting = isPlaying ? Math.min(this.#report.waiting, this.#oldestInDecoders()) : Infinity;
    this.#heard = Math.max(this.#heard, Math.min(this.#received, waiting - 1));
    return {
      state: isPlaying ? 0 : NOT_PLAYING,
      buffer_ms: Math.min(0xffff, this.#report.buffer_ms),
      heard: Math.max(0, this.#heard - this.#before),
    };
  }

  /** A new connection counts from nothing, and may hold other speakers on the same slots. */
  restart() {
    this.#before = this.#received;
    this.#forget();
  }

  /** @param {object} message RELAY or BUNDLE */
  hear(message) {
    this.#received++;
    if (!this.#isPlaying()) return this.#forget();
    for (const packet of packetsIn(message)) this.#take(packet);
  }

  /** Whoever is not on this list was cut off without saying END. @param {Set<number>} slots whose microphone is open */
  silenceAllBut(slots) {
    for (const [slot, voice] of this.#slots) if (voice.talks && !slots.has(slot)) this.#end(slot, voice);
  }

  /** @param {{waiting: number, buffer_ms: number, underruns: number}} report from playback */
  note(report) {
    this.#report = report;
    this.#reportedAt = this.#now();
  }

  #isPlaying() {
    return this.#now() - this.#reportedAt < PLAYER_SILENT_MS;
  }

  #oldestInDecoders() {
    return Math.min(...[...this.#slots.values()].map(({ decoder }) => decoder.oldest?.message ?? Infinity));
  }

  #forget() {
    for (const slot of this.#slots.values()) slot.seq = null;
  }

  #take({ slot, flags, seq, ts, packet }) {
    const voice = this.#voiceOf(slot);
    const restarts = flags & DISCONT || voice.seq === null;
    if (!restarts && this.#isRepeated(seq, voice.seq)) return;
    if (restarts) voice.decoder.restart();
    voice.seq = seq;
    voice.talks = !(flags & END);
    voice.decoder.decode({ slot, flags: restarts ? flags | DISCONT : flags, ts, message: this.#received }, packet);
  }

  #end(slot, voice) {
    voice.talks = false;
    voice.decoder.decode({ slot, flags: END, ts: 0, message: this.#received }, NO_PACKET);
  }

  /** Around a step onto the stage or off it, relays and bundles bring the same packets. */
  #isRepeated(seq, latest) {
    const ahead = ahead16(seq, latest);
    return ahead <= 0 && ahead > -REPEATED_PACKETS;
  }

  #voiceOf(slot) {
    if (!this.#slots.has(slot)) this.#slots.set(slot, { decoder: this.#makeDecoder(this.#deliver), seq: null, talks: false });
    return this.#slots.get(slot);
  }
}
