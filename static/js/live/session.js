/** One visit to a Space: joins it, follows its events without gaps, answers commands, keeps its heart beating. */

import { Link } from "./link.js";
import { closeOf, encode, parse, VERSION } from "./protocol.js";
import { applyEvent, handOf, seatOf } from "./room_state.js";

const ANSWER_MS = 10_000;
const RETRY_MS = 1_000;
const UNSUPPORTED_VERSION = 4_406;
const LOST = { code: "connection_lost", text: "The connection was lost." };
const NO_ANSWER = { code: "no_answer", text: "The server did not answer." };

/** @param {{code: string, text: string}} fault @returns {Error} with `code` and `text` */
const refusal = ({ code, text }) => Object.assign(new Error(text), { code, text });

/**
 * @typedef {object} Listener
 * @property {() => void} changed `state` is another
 * @property {() => void} joined we are in, for the first time or again; told before any change is
 * @property {(message: object) => void} media a RELAY or BUNDLE came
 * @property {(reactions: object[]) => void} reacted
 * @property {(fault: {code: string, text: string}) => void} noticed
 * @property {() => {state: number, buffer_ms: number, heard: number}} beating what to tell with the next beat
 */
export class Session {
  #link;
  #clock;
  #listener;
  #status = "connecting";
  #close = null;
  #you = null;
  #room = null;
  #epoch = null;
  #n = 0;
  #held = []; // durable events that come while we catch up; null when we are level
  #answers = new Map();
  #commands = 0;
  #rtt_ms = null;
  #cancelBeat = null;
  #how = {};

  #events = {
    hello: (data) => this.#greet(data),
    people_reacted: ({ reactions }) => this.#react(reactions),
    unheard_changed: ({ people }) => this.#unhear(people),
    error: (fault) => this.#listener.noticed(fault),
  };

  /**
   * @param {{openSocket: () => WebSocket, knock: () => Promise<boolean>, clock: object, random: () => number}} world
   * @param {Listener} listener
   */
  constructor(world, listener) {
    this.#clock = world.clock;
    this.#listener = listener;
    this.#link = new Link(world, {
      text: (text) => this.#readText(JSON.parse(text)),
      bytes: (bytes) => this.#readBytes(bytes),
      lost: (close) => this.#interrupt("reconnecting", close),
      closed: (close) => this.#interrupt("closed", close),
    });
  }

  get state() {
    return { status: this.#status, close: this.#close, you: this.#whoYouAre(), room: this.#room, rtt_ms: this.#rtt_ms };
  }

  /** @returns {object | null} where you sit on the stage */
  get seat() {
    return seatOf(this.#room, this.#you?.id);
  }

  get waitingBytes() {
    return this.#link.waitingBytes;
  }

  /** @param {{hidden?: boolean}} how to go in, the first time */
  start(how = {}) {
    this.#how = how;
    this.#link.connect();
  }

  hurry() {
    this.#link.hurry();
  }

  /** @param {Uint8Array} message */
  sendBytes(message) {
    if (this.#status === "live") this.#link.send(message);
  }

  /** @param {string} name @param {object} data @returns {Promise<object>} rejects with an Error that has `code` and `text` */
  command(name, data = {}) {
    if (this.#status !== "live") return Promise.reject(refusal(LOST));
    return this.#ask(name, data);
  }

  /** @param {boolean} agrees whether what we say is captioned @returns {Promise<void>} rejects as `command` does */
  async setCaptioned(agrees) {
    await this.command("set_captioned", { agrees });
    this.#you = { ...this.#you, captions_consent: agrees };
    this.#listener.changed();
  }

  /** Gives up the seat and goes. */
  leave() {
    this.#link.send(JSON.stringify({ command: "leave", id: "leave", data: {} }));
    this.#link.close();
    this.#interrupt("closed", null);
  }

  #ask(name, data) {
    const id = `k${++this.#commands}`;
    this.#link.send(JSON.stringify({ command: name, id, data }));
    return new Promise((resolve, reject) => {
      const cancel = this.#clock.after(ANSWER_MS, () => this.#settle(id, { ok: false, ...NO_ANSWER }));
      this.#answers.set(id, { resolve, reject, cancel });
    });
  }

  #settle(id, answer) {
    const waiting = this.#answers.get(id);
    if (!waiting) return;
    this.#answers.delete(id);
    waiting.cancel();
    if (answer.ok) waiting.resolve(answer.data);
    else waiting.reject(refusal(answer));
  }

  #readText(message) {
    if ("reply" in message) this.#settle(message.reply, message);
    else if (Object.hasOwn(this.#events, message.event)) this.#events[message.event](message.data);
    else if ("n" in message) this.#follow(message);
  }

  /** Of whom we blocked we see nothing that comes and goes. */
  #react(reactions) {
    const seen = reactions.filter(({ person }) => !this.#you?.unheard?.includes(person));
    if (seen.length) this.#listener.reacted(seen);
  }

  #unhear(people) {
    this.#you = { ...this.#you, unheard: people };
    this.#listener.changed();
  }

  #readBytes(bytes) {
    const message = parse(bytes);
    if (message?.kind === "pulse") this.#rtt_ms = (this.#now32() - message.client_ms) >>> 0;
    else if (message?.packet || message?.groups) this.#listener.media(message);
  }

  #greet({ versions, epoch, beat_ms }) {
    if (!versions.includes(VERSION)) return this.#giveUp(closeOf(UNSUPPORTED_VERSION));
    this.#held = [];
    const since = this.#epoch === epoch ? { epoch, n: this.#n } : null;
    this.#ask("join", { version: VERSION, since, ...this.#how }).then((reply) => this.#enter(reply, beat_ms), () => {});
  }

  #enter(reply, beat_ms) {
    this.#you = reply.you;
    this.#how = {};
    this.#status = "live";
    this.#close = null;
    this.#link.settle();
    this.#catchUp(reply);
    this.#beat(beat_ms);
    this.#listener.joined();
    this.#followHeld();
  }

  /** @param {{epoch: string, n: number, snapshot?: object, missed?: object[]}} reply to `join` or `catch_up` */
  #catchUp({ epoch, n, snapshot, missed = [] }) {
    this.#room = missed.reduce(applyEvent, snapshot ?? this.#room);
    this.#epoch = epoch;
    this.#n = n;
  }

  #followHeld() {
    const held = this.#held;
    this.#held = null;
    held.forEach((event) => this.#follow(event));
  }

  #follow(event) {
    if (this.#held) return void this.#held.push(event);
    if (event.n <= this.#n) return;
    if (event.n > this.#n + 1) return this.#askForMissed([event]);
    this.#n = event.n;
    this.#room = applyEvent(this.#room, event);
    if (handOf(this.#room, this.#you?.id) || this.seat) this.#you = { ...this.#you, hidden: false }; // to ask to speak is to be seen
    this.#listener.changed();
  }

  #askForMissed(held) {
    this.#held = held;
    const retry = () => this.#clock.after(RETRY_MS, () => this.#status === "live" && this.#held && this.#askForMissed(this.#held));
    this.#ask("catch_up", { n: this.#n }).then((reply) => this.#resume(reply), retry);
  }

  #resume(reply) {
    this.#catchUp(reply);
    this.#listener.changed();
    this.#followHeld();
  }

  #beat(every_ms) {
    this.#cancelBeat?.();
    const beat = () => {
      this.#link.send(encode("beat", { ...this.#listener.beating(), client_ms: this.#now32() }));
      this.#cancelBeat = this.#clock.after(every_ms, beat);
    };
    beat();
  }

  #interrupt(status, close) {
    this.#status = this.#room || status === "closed" ? status : "connecting";
    this.#close = close;
    this.#cancelBeat?.();
    for (const id of [...this.#answers.keys()]) this.#settle(id, { ok: false, ...LOST });
    this.#listener.changed();
  }

  #giveUp(close) {
    this.#link.close();
    this.#interrupt("closed", close);
  }

  #whoYouAre() {
    return this.#you && { ...this.#you, slot: this.seat?.slot ?? null, may_host: this.#room?.space.host === this.#you.id };
  }

  #now32() {
    return Math.floor(this.#clock.now()) >>> 0;
  }
}
