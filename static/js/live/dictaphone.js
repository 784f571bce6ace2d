/** A recording that is being made: the microphone into a file, with its level all along. It touches no DOM. */

import { chosenDevice, faultOf, openDevice } from "./devices.js";

const KINDS = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];
const BITS = 48_000; // a second: an hour of it is within what is taken
const LEVEL_MS = 60;

export const canRecord = () => Boolean(globalThis.MediaRecorder && navigator.mediaDevices?.getUserMedia);

export class Dictaphone {
  #stream;
  #recorder;
  #context;
  #analyser;
  #pieces = [];
  #timer;
  #before = 0; // ms recorded before the last pause
  #since = 0;

  /** @param {{level: (level: number, ms: number) => void, full: () => void, lost: () => void}} listener `level` 0 to 1 @param {number} longest ms */
  constructor(listener, longest) {
    this.listener = listener;
    this.longest = longest;
  }

  /** @throws {Error} with `code` refused, missing or lost */
  async begin() {
    try {
      this.#stream = await openDevice(chosenDevice());
    } catch (error) {
      throw Object.assign(new Error(error.name), { code: faultOf(error) });
    }
    const kind = KINDS.find((one) => MediaRecorder.isTypeSupported(one));
    this.#recorder = new MediaRecorder(this.#stream, { mimeType: kind, audioBitsPerSecond: BITS });
    this.#recorder.addEventListener("dataavailable", ({ data }) => data.size && this.#pieces.push(data));
    this.#stream.getAudioTracks()[0].addEventListener("ended", () => this.listener.lost());
    this.#watch();
    this.#recorder.start(1_000);
    this.#since = performance.now();
    this.#timer = setInterval(() => this.#look(), LEVEL_MS);
  }

  get isPaused() {
    return this.#recorder?.state === "paused";
  }

  get ms() {
    return this.#before + (this.#recorder?.state === "recording" ? performance.now() - this.#since : 0);
  }

  pause() {
    this.#before = this.ms;
    this.#recorder.pause();
  }

  goOn() {
    this.#recorder.resume();
    this.#since = performance.now();
  }

  /** @returns {Promise<File>} what was recorded */
  async end() {
    this.#before = this.ms;
    const ended = new Promise((done) => this.#recorder.addEventListener("stop", done, { once: true }));
    if (this.#recorder.state !== "inactive") this.#recorder.stop();
    else this.#recorder.dispatchEvent(new Event("stop"));
    await ended;
    this.release();
    const type = this.#recorder.mimeType.split(";")[0];
    return new File(this.#pieces, `recording.${type === "audio/mp4" ? "m4a" : type.split("/")[1]}`, { type });
  }

  /** Gives everything back. */
  release() {
    clearInterval(this.#timer);
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    this.#context?.close().catch(() => {});
    this.#context = null;
  }

  #watch() {
    this.#context = new AudioContext();
    this.#analyser = this.#context.createAnalyser();
    this.#analyser.fftSize = 2048;
    this.#context.createMediaStreamSource(this.#stream).connect(this.#analyser);
  }

  #look() {
    if (this.isPaused) return;
    const samples = new Float32Array(this.#analyser.fftSize);
    this.#analyser.getFloatTimeDomainData(samples);
    this.listener.level(samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0), this.ms);
    if (this.ms >= this.longest) this.listener.full();
  }
}
