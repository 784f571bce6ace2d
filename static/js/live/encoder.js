/** Frames of speech to Opus packets, in order, each with the frame it came from. */

import { InOrder } from "../lib/in_order.js";
import { FRAME_SAMPLES, SAMPLE_RATE } from "./format.js";

const FRAME_US = 20_000;

export const ENCODING = {
  codec: "opus",
  sampleRate: SAMPLE_RATE,
  numberOfChannels: 1,
  bitrate: 24_000, // bits a second
  bitrateMode: "variable",
  opus: {
    application: "voip",
    signal: "voice",
    frameDuration: FRAME_US,
    complexity: 5,
    usedtx: false,
    useinbandfec: false, // TCP loses nothing
    packetlossperc: 0,
  },
};

/** @returns {Promise<boolean>} whether this browser can speak */
export async function canEncode() {
  return (await AudioEncoder.isConfigSupported(ENCODING)).supported;
}

export class VoiceEncoder {
  #frames = 0;
  #inOrder;
  #codec;

  /** @param {(frame: object, packet: Uint8Array | null) => void} deliver no packet for a frame without sound */
  constructor(deliver) {
    this.#inOrder = new InOrder(deliver);
    this.#codec = new AudioEncoder({
      output: (chunk) => this.#inOrder.arrive(bytesOf(chunk)),
      error: () => this.#inOrder.clear(),
    });
    this.#codec.configure(ENCODING);
  }

  get isBroken() {
    return this.#codec.state !== "configured";
  }

  /** @param {{sound: Float32Array | null}} frame */
  encode(frame) {
    if (!frame.sound) return this.#inOrder.follow(frame);
    this.#inOrder.expect(frame);
    this.#codec.encode(this.#audioData(frame.sound));
  }

  close() {
    this.#inOrder.clear();
    if (this.#codec.state !== "closed") this.#codec.close();
  }

  /** The codec's clock runs without gaps, or it might fill them. */
  #audioData(sound) {
    return new AudioData({
      format: "f32-planar",
      sampleRate: SAMPLE_RATE,
      numberOfChannels: 1,
      numberOfFrames: FRAME_SAMPLES,
      timestamp: FRAME_US * this.#frames++,
      data: sound,
    });
  }
}

function bytesOf(chunk) {
  const bytes = new Uint8Array(chunk.byteLength);
  chunk.copyTo(bytes);
  return bytes;
}
