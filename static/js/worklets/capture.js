/**
 * The microphone's end of the path: frames of 20 ms, gated, straight to the worker.
 * Port: takes `{to}` (the worker's MessagePort) or `{stop: true}`; tells the page the microphone's RMS some 30 times a second.
 * Option `gated: false` lets every frame through, for the microphone test.
 */

import { levelOf } from "../lib/loudness.js";
import { END, SAMPLE_RATE } from "../live/format.js";
import { Framer } from "../live/framer.js";
import { VoiceGate } from "../live/gate.js";

const LEVELS_A_SECOND = 10;
const NOTHING = new Float32Array(128);

class Capture extends AudioWorkletProcessor {
  #to = null;
  #running = true;
  #framer;
  #energy = 0;
  #samples = 0;

  constructor({ processorOptions = {} }) {
    super();
    const gate = new VoiceGate((frame, flags) => this.#send(frame, flags));
    const take = processorOptions.gated === false ? (frame) => this.#send(frame, 0) : (frame) => gate.hear(frame);
    const ts = Math.floor((currentFrame * SAMPLE_RATE) / sampleRate) >>> 0;
    this.#framer = new Framer({ rate: sampleRate, ts }, take);
    this.port.onmessage = ({ data }) => this.#obey(data);
  }

  process([input]) {
    const samples = input[0] ?? NOTHING;
    this.#framer.hear(samples);
    this.#measure(samples);
    return this.#running;
  }

  #obey({ to, stop }) {
    if (to) this.#to = to;
    if (stop) this.#running = false;
  }

  #send({ sound, ts, rms }, flags) {
    if (!this.#to) return;
    if (flags & END) this.#to.postMessage({ sound: null, ts, flags, level: 127 });
    else this.#to.postMessage({ sound, ts, flags, level: levelOf(rms) }, [sound.buffer]);
  }

  #measure(samples) {
    for (let i = 0; i < samples.length; i++) this.#energy += samples[i] * samples[i];
    this.#samples += samples.length;
    if (this.#samples < sampleRate / LEVELS_A_SECOND) return;
    this.port.postMessage(Math.sqrt(this.#energy / this.#samples));
    this.#energy = 0;
    this.#samples = 0;
  }
}

registerProcessor("linnet-capture", Capture);
