/**
 * The listener's end of the path: mixes every voice and tells what was heard.
 * Port: takes `{from}` (the worker's MessagePort) and `{gains}` (a number a slot); tells the page the RMS of every slot as it sounds.
 * The worker's port: takes `{packet}` and `{range}`; is told what was played, and what waits.
 */

import { Mixer } from "../live/mixer.js";

const LEVELS_A_SECOND = 10;
const REPORTS_A_SECOND = 5;

class Playback extends AudioWorkletProcessor {
  #mixer = new Mixer(sampleRate);
  #worker = null;
  #levelsAt = 0; // seconds of the context
  #reportAt = 0;
  #wasSilent = true;

  constructor() {
    super();
    this.port.onmessage = ({ data }) => this.#obeyPage(data);
  }

  process(inputs, [output]) {
    this.#mixer.mix(output[0], currentTime * 1_000);
    for (let channel = 1; channel < output.length; channel++) output[channel].set(output[0]);
    if (currentTime >= this.#levelsAt) this.#tellLevels();
    if (currentTime >= this.#reportAt) this.#report();
    return true;
  }

  #obeyPage({ from, gains }) {
    if (from) this.#listenTo(from);
    gains?.forEach((gain, slot) => this.#mixer.setGain(slot, gain));
  }

  #listenTo(worker) {
    this.#mixer = new Mixer(sampleRate);
    this.#worker = worker;
    worker.onmessage = ({ data: { packet, range } }) => {
      if (packet) this.#mixer.push(packet, currentTime * 1_000);
      if (range) this.#mixer.range = range;
    };
  }

  #tellLevels() {
    this.#levelsAt = currentTime + 1 / LEVELS_A_SECOND;
    const levels = this.#mixer.takeLevels();
    const isSilent = levels.every((level) => level === 0);
    if (!isSilent || !this.#wasSilent) this.port.postMessage(levels);
    this.#wasSilent = isSilent;
  }

  #report() {
    this.#reportAt = currentTime + 1 / REPORTS_A_SECOND;
    this.#worker?.postMessage(this.#mixer.report());
  }
}

registerProcessor("linnet-playback", Playback);
