/**
 * Messages on their way. A note stays in the browser until the server has its message, through lost connections, reloads
 * and other pages; the server knows its id, so it may be sent any number of times and from several tabs.
 *
 * @typedef {{id: string, to: string, name: string, url: string, text: string, card_path: string, answers: string,
 *   pictures: string[], clip: string, at: number, state: "waiting" | "refused", code: string, words: string}} Note `at` in Unix milliseconds; `words` say why it was refused
 */
import { retryDelay } from "../lib/backoff.js";

const STALE_MS = 86_400_000; // a note this old is not sent without being asked for: what it says may be over
const PATIENCE_MS = 20_000; // for one answer of the server
const LATER = ["unreachable", "too_fast"];
const SOON = 60; // seconds; a limit that lasts longer is told to whoever wrote

/** Says "changed", "sent" (detail: `{note, answer}`) and "refused" (detail: `{note}`). */
export class Outbox extends EventTarget {
  #shelf;
  #send;
  #clock;
  #random;
  #today;
  #sending = null; // {id, abort}
  #isRunning = false;
  #again = false;
  #failures = 0;
  #lostAt = 0;
  #cancelRetry = () => {};

  /**
   * @param {{shelf: Shelf, send: (note: Note, signal: AbortSignal) => Promise<object>, clock: import("../lib/clock.js").Clock,
   *   random: () => number, today: () => number}} needs `send` throws what has a `code` and a `text`
   */
  constructor({ shelf, send, clock, random, today }) {
    super();
    this.#shelf = shelf;
    this.#send = send;
    this.#clock = clock;
    this.#random = random;
    this.#today = today;
  }

  /** What an earlier page left: sent now, unless it has waited for too long. */
  start() {
    const isStale = (note) => note.state === "waiting" && this.#today() - note.at > STALE_MS;
    this.#shelf.change((notes) => notes.map((note) => (isStale(note) ? refused(note, { code: "stale" }) : note)));
    this.#shelf.change((notes) => notes.map((note) => (note.code === "signed_out" ? waiting(note) : note)));
    return this.hurry();
  }

  /** @param {{id: string, to: string, name: string, url: string, text: string, card_path?: string, answers?: string, pictures?: string[], clip?: string}} written */
  put(written) {
    const note = waiting({ card_path: "", ...written, at: this.#today() });
    this.#shelf.change((notes) => [...notes, note]);
    this.#tell("changed");
    return this.run();
  }

  /** @returns {(Note & {isSending: boolean})[]} the notes of one conversation, the oldest first */
  to(talk) {
    const notes = this.#shelf.read().filter((note) => note.to === talk);
    return notes.map((note) => ({ ...note, isSending: this.#sending?.id === note.id }));
  }

  sendAgain(id) {
    this.#shelf.change((notes) => notes.map((note) => (note.id === id ? waiting({ ...note, at: this.#today() }) : note)));
    this.#tell("changed");
    return this.hurry();
  }

  drop(id) {
    this.#shelf.change((notes) => notes.filter((note) => note.id !== id));
    this.#tell("changed");
  }

  /** Another tab changed the notes. */
  changedElsewhere() {
    this.#tell("changed");
  }

  /** The connection is back: an answer that is still waited for will never come. */
  hurry() {
    this.#sending?.abort.abort();
    this.#failures = 0;
    return this.run();
  }

  /** Sends what waits, one after the other, so that the order stays. */
  async run() {
    this.#cancelRetry();
    this.#again = true;
    if (this.#isRunning) return;
    this.#isRunning = true;
    while (this.#again) await this.#sendAll();
    this.#isRunning = false;
    if (this.#next()) this.#retryLater();
  }

  async #sendAll() {
    this.#again = false;
    let note = this.#next();
    while (note && (await this.#sendOne(note))) note = this.#next();
  }

  #next() {
    return this.#shelf.read().find((note) => note.state === "waiting");
  }

  /** Whether to go on with the next one. */
  async #sendOne(note) {
    this.#sending = { id: note.id, abort: new AbortController() };
    const cancelPatience = this.#clock.after(PATIENCE_MS, () => this.#sending?.abort.abort());
    this.#tell("changed");
    try {
      this.#arrived(note, await this.#send(note, this.#sending.abort.signal));
      return true;
    } catch (failure) {
      return this.#failed(note, failure);
    } finally {
      cancelPatience();
      this.#sending = null;
      this.#tell("changed");
    }
  }

  #arrived(note, answer) {
    this.#failures = this.#lostAt = 0;
    this.#shelf.change((notes) => notes.filter((other) => other.id !== note.id));
    this.#tell("sent", { note, answer });
  }

  #failed(note, failure) {
    if (LATER.includes(failure.code) && !(failure.answer?.retry_after > SOON)) return false;
    this.#shelf.change((notes) => notes.map((other) => (other.id === note.id ? refused(other, failure) : other)));
    this.#tell("refused", { note: refused(note, failure) });
    return true;
  }

  #retryLater() {
    this.#lostAt ||= this.#clock.now();
    const delay = retryDelay(++this.#failures, this.#clock.now() - this.#lostAt, this.#random);
    this.#cancelRetry = this.#clock.after(delay, () => this.run());
  }

  #tell(name, detail) {
    this.dispatchEvent(Object.assign(new Event(name), { detail }));
  }
}

function waiting(note) {
  return { ...note, state: "waiting", code: "", words: "" };
}

function refused(note, { code, text = "" }) {
  return { ...note, state: "refused", code: code ?? "failed", words: text };
}

/** Where notes are kept: in the browser's storage, or in memory should that be full or forbidden. */
export class Shelf {
  #storage;
  #key;
  #kept = null; // what the storage did not take

  /** @param {Storage} storage */
  constructor(storage, key) {
    this.#storage = storage;
    this.#key = key;
  }

  /** @returns {Note[]} */
  read() {
    if (this.#kept) return this.#kept;
    try {
      const notes = JSON.parse(this.#storage.getItem(this.#key) ?? "[]");
      return Array.isArray(notes) ? notes : [];
    } catch {
      return [];
    }
  }

  change(changed) {
    const notes = changed(this.read());
    try {
      this.#kept = null;
      if (notes.length) this.#storage.setItem(this.#key, JSON.stringify(notes));
      else this.#storage.removeItem(this.#key);
    } catch {
      this.#kept = notes;
    }
  }
}
