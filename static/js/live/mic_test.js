/** Trying the microphone before anybody hears it: how loud it is, and how one sounds. */

import { glow } from "../lib/loudness.js";
import { faultOf, openDevice } from "./devices.js";
import { FRAME_SAMPLES, SAMPLE_RATE } from "./format.js";

const KEPT_FRAMES = 150; // the last 3 s

/**
 * @param {object} graph a SoundGraph, awake
 * @param {string | null} deviceId
 * @param {(level: number) => void} onLevel 0 to 1
 * @returns {Promise<{stop: () => void, hearYourself: () => Promise<void>}>} `hearYourself` plays the last 3 s, and resolves at their end
 */
export async function testMicrophone(graph, deviceId, onLevel) {
  const stream = await openDevice(deviceId).catch((error) => {
    throw Object.assign(new Error(error.message), { code: faultOf(error) });
  });
  const capture = await graph.capture(stream, { gated: false });
  const kept = keepFrames(capture.node.port);
  capture.node.port.onmessage = ({ data }) => onLevel(glow(data));
  return {
    hearYourself: () => play(graph, kept),
    stop() {
      capture.node.port.postMessage({ stop: true });
      capture.disconnect();
      stream.getTracks().forEach((track) => track.stop());
    },
  };
}

/** @returns {Float32Array[]} filled as frames come */
function keepFrames(port) {
  const frames = [];
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }) => {
    frames.push(data.sound);
    if (frames.length > KEPT_FRAMES) frames.shift();
  };
  port.postMessage({ to: port2 }, [port2]);
  return frames;
}

function play({ context, output }, frames) {
  if (!frames.length) return Promise.resolve();
  const buffer = context.createBuffer(1, frames.length * FRAME_SAMPLES, SAMPLE_RATE);
  frames.forEach((frame, i) => buffer.copyToChannel(frame, 0, i * FRAME_SAMPLES));
  const source = new AudioBufferSourceNode(context, { buffer });
  source.connect(output);
  source.start();
  return new Promise((resolve) => void (source.onended = () => resolve()));
}
