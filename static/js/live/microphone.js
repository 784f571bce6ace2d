/** The microphone while it is in use: opened, watched for silence and loss, and given back soon after. */

import { decibels } from "../lib/loudness.js";
import { faultOf, openDevice } from "./devices.js";

const KEEP_MS = 4_000; // whoever mutes for a moment need not wait for the device again
const SILENT_DB = -70;
const SILENT_MS = 5_000;

export class Microphone {
  #graph;
  #listener;
  #stream = null;
  #acquiring = null; // the person may take long to allow it, and click again
  #capture = null;
  #release = null; // timer
  #voiceAt = 0;
  #isSilent = false;

  /**
   * @param {object} graph a SoundGraph
   * @param {{level: (rms: number) => void, silent: (isSilent: boolean) => void, lost: () => void}} listener
   */
  constructor(graph, listener) {
    this.#graph = graph;
    this.#listener = listener;
  }

  /** @returns {GainNode | null} the microphone before anything is done to it */
  get input() {
    return this.#capture?.input ?? null;
  }

  get isOpen() {
    return this.#capture !== null;
  }

  /** @returns {string | null} the device in use */
  get deviceId() {
    return this.#track?.getSettings().deviceId ?? null;
  }

  /** @param {string | null} deviceId @throws {Error} with `code` refused, missing or lost */
  async open(deviceId) {
    clearTimeout(this.#release);
    if (this.#track?.readyState !== "live") await this.#acquireOnce(deviceId);
    const capture = await this.#graph.capture(this.#stream);
    this.#stopCapture();
    this.#capture = capture;
    this.#capture.node.port.onmessage = ({ data }) => this.#hear(data);
    this.#voiceAt = performance.now();
    this.#tellSilence(false);
  }

  /** @param {MessagePort} port where frames shall go from now on */
  sendTo(port) {
    this.#capture.node.port.postMessage({ to: port }, [port]);
  }

  close() {
    clearTimeout(this.#release);
    this.#stopCapture();
    this.#release = setTimeout(() => this.release(), KEEP_MS);
  }

  /** Gives the device back; the browser's sign that we listen goes out. */
  release() {
    clearTimeout(this.#release);
    this.#stopCapture();
    this.#stream?.getTracks().forEach((track) => track.stop());
    this.#stream = null;
  }

  /** A device went away: browsers differ in whether they tell the track. */
  check() {
    if (this.isOpen && this.#track?.readyState === "ended") this.#lose();
  }

  get #track() {
    return this.#stream?.getAudioTracks()[0];
  }

  #acquireOnce(deviceId) {
    this.#acquiring ??= this.#acquire(deviceId).finally(() => (this.#acquiring = null));
    return this.#acquiring;
  }

  async #acquire(deviceId) {
    try {
      this.#stream = await openDevice(deviceId);
    } catch (error) {
      throw Object.assign(new Error(error.message), { code: faultOf(error) });
    }
    this.#track.onended = () => this.#lose();
    this.#track.onmute = () => this.#tellSilence(true);
    this.#track.onunmute = () => this.#tellSilence(false);
  }

  #lose() {
    this.release();
    this.#listener.lost();
  }

  #stopCapture() {
    if (!this.#capture) return;
    this.#capture.node.port.onmessage = null;
    this.#capture.node.port.postMessage({ stop: true });
    this.#capture.disconnect();
    this.#capture = null;
    this.#tellSilence(false);
  }

  #hear(rms) {
    const now = performance.now();
    if (decibels(rms) > SILENT_DB) this.#voiceAt = now;
    this.#tellSilence(now - this.#voiceAt > SILENT_MS);
    this.#listener.level(rms);
  }

  #tellSilence(isSilent) {
    if (isSilent === this.#isSilent) return;
    this.#isSilent = isSilent;
    this.#listener.silent(isSilent);
  }
}
