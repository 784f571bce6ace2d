/** Opening and closing one's own microphone: the device on this side, the room's consent on the other. */

import { chosenDevice, rememberDevice } from "./devices.js";

const DEVICE_FAULTS = new Set(["refused", "missing", "lost"]);

/** @typedef {"off" | "asking" | "open" | "refused" | "missing" | "lost"} Mic */

export class MicControl {
  #microphone;
  #page;
  #mic = "off";
  #opening = 0; // which of several openings is the latest
  #opened = null; // its promise

  /**
   * @param {(listener: object) => object} makeMicrophone makes a Microphone that tells this listener
   * @param {{set: (changes: object) => void, level: (rms: number) => void, offer: (port: MessagePort) => Promise<void>, withdraw: () => void}} page
   *   `offer` asks the room to take the frames that come from the port, `withdraw` tells it that no more will come
   */
  constructor(makeMicrophone, page) {
    this.#page = page;
    this.#microphone = makeMicrophone({
      level: page.level,
      silent: (micSilent) => page.set({ micSilent }),
      lost: () => this.#lose(),
    });
  }

  get input() {
    return this.#microphone.input;
  }

  /** @returns {Promise<void>} rejects with an Error that has `code` */
  open() {
    if (this.#mic !== "asking" && this.#mic !== "open") this.#opened = this.#open();
    return this.#opened;
  }

  close() {
    this.#page.withdraw();
    this.stop("off");
  }

  /** The room has taken the microphone from us, or it went away. @param {Mic} mic */
  stop(mic) {
    this.#opening++;
    this.#microphone.close();
    this.#page.level(0);
    this.#set(mic);
  }

  /** Stops, and gives the device back at once. */
  release() {
    this.stop("off");
    this.#microphone.release();
  }

  /** @param {string} id */
  async choose(id) {
    rememberDevice(id);
    this.#page.set({ deviceId: id });
    const wasOpen = this.#mic === "open";
    if (wasOpen) this.close();
    this.#microphone.release();
    if (wasOpen) await this.open();
  }

  /** Some device came or went. */
  check() {
    this.#microphone.check();
  }

  async #open() {
    const opening = ++this.#opening;
    const isLatest = () => opening === this.#opening;
    this.#set("asking");
    try {
      await this.#microphone.open(chosenDevice());
      if (!isLatest()) return this.#giveUp();
      await this.#offer();
      if (isLatest()) this.#set("open");
    } catch (error) {
      if (isLatest()) this.stop(DEVICE_FAULTS.has(error.code) ? error.code : "off");
      throw error;
    }
  }

  /** Frames flow to the worker from now on, which keeps them back until the room consents. */
  #offer() {
    const { port1, port2 } = new MessageChannel();
    this.#microphone.sendTo(port1);
    this.#page.set({ deviceId: this.#microphone.deviceId });
    return this.#page.offer(port2);
  }

  /** Closed while the device was opening; unless someone opens it again. */
  #giveUp() {
    if (this.#mic !== "asking") this.#microphone.close();
  }

  #lose() {
    this.#page.withdraw();
    this.stop("lost");
  }

  #set(mic) {
    this.#mic = mic;
    this.#page.set({ mic });
  }
}
