/** Opus packets of one speaker to sound, in order, each with what is known of its packet. */

import { InOrder } from "../lib/in_order.js";
import { FRAME_SAMPLES, SAMPLE_RATE } from "./format.js";

const FRAME_US = 20_000;
const BACKLOG_PACKETS = 50; // a second behind: newer sound matters more

const DECODING = { codec: "opus", sampleRate: SAMPLE_RATE, numberOfChannels: 1 };

export class VoiceDecoder {
  #packets = 0;
  #inOrder;
  #codec = null;

  /** @param {(label: object, sound: Float32Array | null) => void} deliver no sound for a packet that is empty */
  constructor(deliver) {
    this.#inOrder = new InOrder(deliver);
  }

  /** @returns {object | undefined} the label that has waited longest */
  get oldest() {
    return this.#inOrder.oldest;
  }

  /** @param {object} label @param {Uint8Array} packet */
  decode(label, packet) {
    if (!packet.length) return this.#inOrder.follow(label);
    if (this.#inOrder.size >= BACKLOG_PACKETS) return;
    this.#prepare();
    this.#inOrder.expect(label);
    this.#codec.decode(new EncodedAudioChunk({ type: "key", timestamp: FRAME_US * this.#packets++, data: packet }));
  }

  /** Another encoder speaks from now on. */
  restart() {
    this.#inOrder.clear();
    if (this.#codec && this.#codec.state !== "closed") this.#codec.close();
    this.#codec = null;
  }

  #prepare() {
    if (this.#codec?.state === "configured") return;
    this.restart();
    this.#codec = new AudioDecoder({
      output: (data) => this.#inOrder.arrive(soundOf(data)),
      error: () => this.#inOrder.clear(),
    });
    this.#codec.configure(DECODING);
  }
}

/** Always a whole frame: a decoder may cut what it takes for its own delay from the first. */
function soundOf(data) {
  const sound = new Float32Array(FRAME_SAMPLES);
  const length = Math.min(FRAME_SAMPLES, data.numberOfFrames);
  data.copyTo(sound.subarray(FRAME_SAMPLES - length), { planeIndex: 0, format: "f32-planar", frameCount: length });
  data.close();
  return sound;
}
