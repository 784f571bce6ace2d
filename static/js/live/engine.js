/**
 * The sound of a Space in this page: one object that outlives page swaps, and the only thing the interface knows of.
 * It touches no DOM. Events: `change`, `levels`, `reactions`, `notice`.
 */

import { glow } from "../lib/loudness.js";
import { chosenDevice, microphones } from "./devices.js";
import { MicControl } from "./mic_control.js";
import { testMicrophone } from "./mic_test.js";
import { Microphone } from "./microphone.js";
import { SoundGraph } from "./sound_graph.js";
import { support } from "./support.js";
import { Volumes } from "./volumes.js";
import { WorkerDoor } from "./worker_door.js";

const NOT_HERE = { code: "not_in_a_space", text: "You are not in a Space." };

const IDLE = {
  status: "idle",
  spaceId: null,
  close: null,
  you: null,
  room: null,
  mic: "off",
  micSilent: false,
  soundBlocked: false,
  rtt_ms: null,
  stats: Object.freeze({ bufferMs: 0, underruns: 0 }),
};

const fault = ({ code, text }) => Object.assign(new Error(text), { code, text });
const socketUrl = (spaceId) => `${location.protocol === "http:" ? "ws" : "wss"}://${location.host}/live/spaces/${spaceId}/`;

class Engine extends EventTarget {
  #urls = null;
  #graph = null;
  #mic = null;
  #door = null;
  #playback = null; // MessagePort of the playback worklet
  #volumes = new Volumes();
  #state = Object.freeze({ ...IDLE, deviceId: null });
  #changeIsDue = false;
  #levels = {}; // slot → 0 to 1
  #arrival = null; // settles the promise of `join`

  /** @param {{liveWorker: string, captureWorklet: string, playbackWorklet: string}} urls */
  configure(urls) {
    if (this.#urls) return;
    this.#urls = urls;
    this.#graph = new SoundGraph(urls, () => this.#noteSound());
    this.#mic = new MicControl((listener) => new Microphone(this.#graph, listener), {
      set: (changes) => this.#set(changes),
      level: (rms) => this.#noteOwnLevel(rms),
      offer: (from) => this.#door.ask("open_mic", { from }, [from]),
      withdraw: () => this.#door?.tell("close_mic"),
    });
    this.#set({ deviceId: chosenDevice() });
    this.#watchPage();
  }

  get state() {
    return this.#state;
  }

  /** @returns {GainNode | null} everything heard passes through it */
  get output() {
    return this.#graph?.output ?? null;
  }

  /** @returns {GainNode | null} the microphone before the capture worklet, while it is open */
  get input() {
    return this.#mic?.input ?? null;
  }

  support() {
    return support();
  }

  /**
   * To be called while a click is handled.
   * @param {string} spaceId
   * @param {{hidden?: boolean}} how hidden, you are counted and not named; unsaid, it is as it was the last time
   * @returns {Promise<void>} resolves in the Space; rejects with an Error that has `code` if there is no way in
   */
  async join(spaceId, how = {}) {
    this.leave();
    this.#graph.wake().catch(() => {});
    this.#set({ ...IDLE, status: "connecting", spaceId: String(spaceId) });
    const arrival = new Promise((resolve, reject) => void (this.#arrival = { resolve, reject }));
    const door = (this.#door = new WorkerDoor(this.#urls.liveWorker, this.#hearing()));
    this.#graph.playback().then((node) => door === this.#door && this.#connect(node, how), (error) => this.#fail(error));
    return arrival;
  }

  leave() {
    this.#arrival?.reject(fault({ code: "left", text: "You left the Space." }));
    this.#arrival = null;
    this.#rest(IDLE);
  }

  /** @param {string} name @param {object} data @returns {Promise<object>} rejects with an Error that has `code` and `text` */
  async command(name, data = {}) {
    if (!this.#door) throw fault(NOT_HERE);
    return this.#door.ask("command", { name, data });
  }

  /** @param {boolean} agrees whether what you say is captioned @returns {Promise<void>} rejects as `command` does */
  async setCaptioned(agrees) {
    if (!this.#door) throw fault(NOT_HERE);
    return this.#door.ask("set_captioned", { agrees });
  }

  /** @returns {Promise<void>} rejects with an Error that has `code`: refused, missing, lost, or what the room says */
  async openMic() {
    if (!this.#door) throw fault(NOT_HERE);
    return this.#mic.open();
  }

  closeMic() {
    this.#mic.close();
  }

  /** To be called while a click is handled. */
  async resumeSound() {
    await this.#graph.wake();
  }

  /** @param {number | string} who a slot (a number) or a person's id @param {number} volume 0 to 1 */
  setVolume(who, volume) {
    const personId = typeof who === "number" ? this.#personAt(who) : who;
    if (personId === undefined) return;
    this.#volumes.set(personId, volume);
    this.#tellGains();
  }

  /** @returns {Promise<{id: string, label: string}[]>} */
  devices() {
    return microphones();
  }

  /** @param {string} id */
  async chooseDevice(id) {
    return this.#mic.choose(id);
  }

  /**
   * To be called while a click is handled.
   * @param {(level: number) => void} onLevel 0 to 1
   * @returns {Promise<{stop: () => void, hearYourself: () => Promise<void>}>}
   */
  async testMic(onLevel) {
    this.#graph.wake().catch(() => {});
    const test = await testMicrophone(this.#graph, chosenDevice(), onLevel);
    return { ...test, stop: () => this.#endTest(test) };
  }

  #hearing() {
    return {
      state: (state) => this.#follow(state),
      failed: () => this.#fail(new Error("The live worker could not be loaded.")),
      stats: ({ rtt_ms, ...stats }) => this.#set({ rtt_ms, stats: Object.freeze(stats) }),
      reactions: (reactions) => this.#dispatch("reactions", reactions),
      notice: (notice) => this.#dispatch("notice", notice),
      mic_closed: () => this.#mic.stop("off"),
    };
  }

  #connect(node, how) {
    const { port1, port2 } = new MessageChannel();
    this.#playback = node.port;
    node.port.onmessage = ({ data }) => this.#noteHeard(data);
    node.port.postMessage({ from: port1 }, [port1]);
    this.#door.tell("join", { url: socketUrl(this.#state.spaceId), playbackPort: port2, how }, [port2]);
    this.#door.tell("show", !globalThis.document?.hidden);
    this.#noteSound();
  }

  #fail(error) {
    const arrival = this.#arrival;
    this.#arrival = null;
    this.leave();
    arrival?.reject(error);
  }

  #follow(state) {
    this.#set(state);
    this.#tellGains();
    if (state.status === "live") this.#arrive();
    if (state.status === "closed") this.#end(state.close);
  }

  #arrive() {
    this.#arrival?.resolve();
    this.#arrival = null;
  }

  #end(close) {
    const arrival = this.#arrival;
    this.#arrival = null;
    this.#rest({ soundBlocked: false });
    arrival?.reject(fault({ code: close.name, text: close.name }));
  }

  /** Gives everything back. @param {object} state what it leaves */
  #rest(state) {
    this.#mic?.release();
    this.#door?.leave();
    this.#door = null;
    this.#graph?.sleep();
    this.#levels = {};
    this.#noteLevels({});
    this.#set(state);
  }

  #endTest(test) {
    test.stop();
    if (!this.#door) this.#graph.sleep();
  }

  #noteOwnLevel(rms) {
    const slot = this.#state.you?.slot ?? null;
    if (slot !== null) this.#noteLevels({ [slot]: glow(rms) });
  }

  #noteHeard(levels) {
    this.#noteLevels(Object.fromEntries(Array.from(levels, (rms, slot) => [slot, glow(rms)]).filter(([slot]) => slot !== this.#state.you?.slot)));
  }

  #noteLevels(levels) {
    this.#levels = { ...this.#levels, ...levels };
    this.#dispatch("levels", this.#levels);
  }

  #personAt(slot) {
    return this.#state.room?.stage.find((seat) => seat.slot === slot)?.person.id;
  }

  #tellGains() {
    this.#playback?.postMessage({ gains: this.#volumes.gains(this.#state.room, this.#state.you?.unheard) });
  }

  #noteSound() {
    this.#set({ soundBlocked: this.#door !== null && !this.#graph.isRunning });
  }

  #watchPage() {
    globalThis.addEventListener?.("online", () => this.#door?.tell("hurry"));
    globalThis.document?.addEventListener("visibilitychange", () => this.#door?.tell("show", !document.hidden));
    globalThis.navigator?.mediaDevices?.addEventListener("devicechange", () => this.#mic.check());
  }

  #dispatch(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  #set(changes) {
    this.#state = Object.freeze({ ...this.#state, ...changes });
    if (this.#changeIsDue) return;
    this.#changeIsDue = true;
    queueMicrotask(() => {
      this.#changeIsDue = false;
      this.dispatchEvent(new Event("change"));
    });
  }
}

export const engine = new Engine();
