import assert from "node:assert/strict";
import { test } from "node:test";
import { rms } from "../../static/js/lib/loudness.js";
import { DISCONT, END, FRAME_SAMPLES, START } from "../../static/js/live/format.js";
import { JitterBuffer, LISTENING, ON_STAGE } from "../../static/js/live/jitter.js";
import { randomness } from "./signals.js";

const RATE = 48_000;
const QUANTUM = 128;

/** A tone that dips to quiet for 100 ms in every 500 ms, as speech does between words. */
const voice = (i) => (i % 24_000 < 19_200 ? 0.3 : 0.001) * Math.sin((2 * Math.PI * 150 * i) / RATE);
const tone = (i) => 0.3 * Math.sin((2 * Math.PI * 150 * i) / RATE);

/**
 * Packets of a talkspurt as a sender makes them, each to arrive `delayOf` later.
 * @returns {{at: number, ts: number, flags: number, sound: Float32Array | null, message: number}[]}
 */
function talk({ from_ms = 0, frames, delayOf = () => 50, sound = voice, ts0 = 0, ppm = 0, first = START, ends = true }) {
  const packets = Array.from({ length: frames }, (_, i) => ({
    at: from_ms + (i + 1) * 20 * (1 + ppm / 1e6) + delayOf(i),
    ts: (ts0 + i * FRAME_SAMPLES) >>> 0,
    flags: i === 0 ? first : 0,
    sound: Float32Array.from({ length: FRAME_SAMPLES }, (_, k) => sound(i * FRAME_SAMPLES + k)),
    message: i + 1,
  }));
  const last = packets.at(-1);
  if (ends) packets.push({ at: last.at, ts: (last.ts + FRAME_SAMPLES) >>> 0, flags: END, sound: null, message: frames + 1 });
  return packets;
}

/** Plays what arrives and notes everything. TCP: nothing overtakes. */
function play(packets, { until_ms, range = ON_STAGE, rate = RATE, buffer = new JitterBuffer({ rate, range }) }) {
  const out = new Float32Array(Math.ceil((until_ms * rate) / 1_000 / QUANTUM) * QUANTUM);
  const delays = [];
  let next = 0;
  let latest = -Infinity;
  for (let at = 0; at < out.length; at += QUANTUM) {
    const now = (at * 1_000) / rate;
    for (; next < packets.length && Math.max(latest, packets[next].at) <= now; next++) {
      latest = Math.max(latest, packets[next].at);
      buffer.push(packets[next], now);
    }
    buffer.pull(out.subarray(at, at + QUANTUM), now);
    delays.push({ now, delay: buffer.delay_ms(now), target: buffer.target_ms });
  }
  return { out, delays, buffer, rate };
}

const between = ({ out, rate }, from_ms, to_ms) => out.subarray((from_ms * rate) / 1_000, (to_ms * rate) / 1_000);
const delayAt = ({ delays }, ms) => delays.find(({ now }) => now >= ms).delay;
const firstSound_ms = ({ out, rate }) => (out.findIndex((sample) => Math.abs(sample) > 0.01) * 1_000) / rate;

/** The steepest step between two samples: a click stands out against the tone's own slope. */
function steepest(samples) {
  let most = 0;
  for (let i = 1; i < samples.length; i++) most = Math.max(most, Math.abs(samples[i] - samples[i - 1]));
  return most;
}
const CLICK = 0.03; // the tone itself: 0.006

/** How many stretches of 5 ms are silent. */
function holes(run, from_ms, to_ms) {
  let count = 0;
  for (let at = from_ms; at < to_ms; at += 5) if (rms(between(run, at, at + 5)) < 1e-5) count++;
  return count;
}

test("steady packets are played whole, 40 ms behind", () => {
  const run = play(talk({ frames: 200, sound: tone }), { until_ms: 4_300 });
  assert.equal(run.buffer.underruns, 0);
  assert.ok(firstSound_ms(run) > 100 && firstSound_ms(run) < 125, `${firstSound_ms(run)} ms`);
  assert.equal(holes(run, 130, 4_070), 0);
  assert.ok(Math.abs(delayAt(run, 3_000) - 40) < 12, `${delayAt(run, 3_000)} ms`);
});

test("sound comes out as it went in", () => {
  const run = play(talk({ frames: 100, sound: tone }), { until_ms: 2_300 });
  const begin = Math.round((firstSound_ms(run) * RATE) / 1_000);
  const heard = run.out.subarray(begin + 480, begin + 90_000);
  assert.ok(Math.abs(rms(heard) - 0.3 / Math.SQRT2) < 0.002);
  assert.ok(steepest(heard) < 0.007, "no click");
});

test("a talkspurt's pre-roll is played from its first sample", () => {
  const held = talk({ frames: 100, sound: tone, delayOf: (i) => 50 + Math.max(0, 100 - 20 * i) });
  const run = play(held, { until_ms: 2_500 });
  assert.equal(run.buffer.underruns, 0);
  assert.ok(firstSound_ms(run) < 190, "at once: it is late already");
  const length_ms = run.out.reduce((sum, sample) => sum + (Math.abs(sample) > 1e-4 ? 1 : 0), 0) / 48;
  assert.ok(length_ms > 1_980, `${length_ms} ms of 2,000`);
});

test("pre-roll does not raise the target", () => {
  const spurts = Array.from({ length: 20 }, (_, k) =>
    talk({ from_ms: k * 1_000, ts0: k * RATE, frames: 25, delayOf: (i) => 50 + Math.max(0, 100 - 20 * i) }));
  const run = play(spurts.flat(), { until_ms: 20_000 });
  assert.equal(run.buffer.target_ms, 40);
});

test("the delay a pre-roll begins with is worked off", () => {
  const held = talk({ frames: 500, delayOf: (i) => 50 + Math.max(0, 100 - 20 * i) });
  const run = play(held, { until_ms: 10_000 });
  assert.ok(delayAt(run, 300) > 90);
  assert.ok(delayAt(run, 5_000) < 60, `${delayAt(run, 5_000)} ms`);
});

for (const packets of [3, 4, 5]) test(`bundles of ${20 * packets} ms do not make a listener's sound break`, () => {
  const bundled = talk({ frames: 600, sound: tone, delayOf: (i) => 50 + 20 * (packets - 1 - (i % packets)) });
  const run = play(bundled, { until_ms: 12_400, range: LISTENING });
  assert.equal(run.buffer.underruns, 0);
  assert.equal(holes(run, 300, 12_000), 0);
  assert.ok(Math.abs(delayAt(run, 6_000) - 100) < 15, `${delayAt(run, 6_000)} ms`);
});

test("bundles on a bad line: the target covers bundle and jitter", () => {
  const random = randomness(3);
  const jitter = Array.from({ length: 700 }, () => 60 * random());
  const bundled = talk({ frames: 2_000, delayOf: (i) => 50 + 20 * (2 - (i % 3)) + jitter[Math.floor(i / 3)] });
  const run = play(bundled, { until_ms: 40_500, range: LISTENING });
  assert.ok(run.buffer.underruns <= 1, `${run.buffer.underruns} underruns`);
});

test("a stall of 200 ms breaks the sound once, loses none of it, and is worked off", () => {
  const stalled = talk({ frames: 2_500, delayOf: (i) => 50 + (i >= 250 && i < 260 ? 200 - 20 * (i - 250) : 0) });
  const run = play(stalled, { until_ms: 51_000 });
  assert.equal(run.buffer.underruns, 1);
  assert.ok(delayAt(run, 5_600) > 190, `raised at once: ${delayAt(run, 5_600)} ms`);
  assert.ok(delayAt(run, 50_000) < 90, `lowered slowly: ${delayAt(run, 50_000)} ms`);
  assert.ok(steepest(run.out) < CLICK, "no click");
  assert.equal(run.buffer.waiting, Infinity);
});

test("stalls that come again and again break the sound only at first", () => {
  const stall = (i) => Math.max(0, 150 - 20 * (i % 250));
  const run = play(talk({ frames: 3_000, delayOf: (i) => 50 + (i > 200 ? stall(i) : 0) }), { until_ms: 60_500 });
  assert.ok(run.buffer.underruns <= 2, `${run.buffer.underruns} underruns`);
});

test("a sender whose clock stood still for a moment costs that moment, and no delay", () => {
  const run = play(talk({ frames: 500, delayOf: (i) => (i < 200 ? 50 : 200) }), { until_ms: 10_300 });
  assert.equal(run.buffer.underruns, 1);
  assert.ok(Math.abs(delayAt(run, 9_000) - 40) < 15, `${delayAt(run, 9_000)} ms`);
});

test("a break fades out instead of clicking", () => {
  const run = play(talk({ frames: 50, sound: tone, ends: false }), { until_ms: 1_500 });
  assert.equal(run.buffer.underruns, 1);
  assert.ok(rms(between(run, 1_095, 1_120)) > 0.05, "goes on for a moment");
  assert.ok(rms(between(run, 1_200, 1_400)) < 1e-6, "then silence");
  assert.ok(steepest(run.out) < CLICK);
});

for (const ppm of [100, -100]) {
  test(`a sender's clock ${ppm} ppm off is followed for minutes`, () => {
    const run = play(talk({ frames: 6_000, sound: tone, ppm }), { until_ms: 120_000 });
    assert.equal(run.buffer.underruns, 0);
    for (const ms of [30_000, 70_000, 115_000]) assert.ok(Math.abs(delayAt(run, ms) - 40) < 12, `${delayAt(run, ms)} ms at ${ms}`);
    assert.ok(steepest(run.out) < 0.007, "by speed alone: no quiet place to drop anything");
  });
}

test("clocks that drifted apart in a long silence are met anew", () => {
  const run = play([...talk({ frames: 50 }), ...talk({ from_ms: 61_100, ts0: 61_000 * 48, frames: 100, sound: tone })], { until_ms: 64_000 });
  assert.equal(run.buffer.underruns, 0);
  assert.ok(Math.abs(delayAt(run, 63_000) - 40) < 12, `${delayAt(run, 63_000)} ms`);
});

test("a lost packet is bridged in its own time", () => {
  const packets = talk({ frames: 100, sound: tone });
  packets.splice(50, 1);
  const run = play(packets, { until_ms: 2_400 });
  assert.equal(holes(run, 150, 2_050), 0);
  assert.equal(run.buffer.underruns, 0);
  assert.ok(Math.abs(delayAt(run, 2_000) - 40) < 20);
});

test("silence between talkspurts stays silent and keeps its length", () => {
  const run = play([...talk({ frames: 50, sound: tone }), ...talk({ from_ms: 1_500, ts0: 1_500 * 48, frames: 50, sound: tone })], { until_ms: 3_000 });
  assert.equal(run.buffer.underruns, 0);
  assert.ok(rms(between(run, 1_130, 1_580)) < 1e-6);
  const again_ms = 1_200 + firstSound_ms({ out: between(run, 1_200, 3_000), rate: RATE });
  assert.ok(Math.abs(again_ms - firstSound_ms(run) - 1_500) < 15, `${again_ms}`);
});

test("sequence and clock may wrap in the middle", () => {
  const run = play(talk({ frames: 200, sound: tone, ts0: 2 ** 32 - 100 * FRAME_SAMPLES }), { until_ms: 4_300 });
  assert.equal(run.buffer.underruns, 0);
  assert.equal(holes(run, 130, 4_070), 0);
});

test("a new encoder with another clock takes over", () => {
  const run = play([
    ...talk({ frames: 50, sound: tone, ts0: 3_000_000_000, ends: false }),
    ...talk({ from_ms: 1_500, frames: 50, sound: tone, ts0: 7, first: START | DISCONT }),
  ], { until_ms: 3_000 });
  assert.ok(rms(between(run, 1_650, 2_500)) > 0.2);
});

test("far too much in hand is jumped over", () => {
  const late = talk({ frames: 300, sound: tone, delayOf: (i) => Math.max(50, 3_000 - 20 * i) });
  const run = play(late, { until_ms: 6_500 });
  assert.ok(delayAt(run, 3_500) < 450, `${delayAt(run, 3_500)} ms`);
  assert.ok(steepest(run.out) < CLICK, "no click");
});

test("a step onto the stage lowers the delay without a break", () => {
  const buffer = new JitterBuffer({ rate: RATE, range: LISTENING });
  const packets = talk({ frames: 800, delayOf: (i) => (i < 300 ? 50 + 20 * (2 - (i % 3)) : 50) });
  packets[300] = new Proxy(packets[300], { get: (packet, name) => (name === "sound" && (buffer.range = ON_STAGE), packet[name]) });
  const run = play(packets, { until_ms: 16_500, buffer });
  assert.equal(run.buffer.underruns, 0);
  assert.ok(delayAt(run, 5_000) > 85);
  assert.ok(delayAt(run, 15_000) < 75, `${delayAt(run, 15_000)} ms`);
});

test("at 44.1 kHz the same", () => {
  const run = play(talk({ frames: 200, sound: tone }), { until_ms: 4_300, rate: 44_100 });
  assert.equal(run.buffer.underruns, 0);
  assert.equal(holes(run, 130, 4_070), 0);
  assert.ok(steepest(run.out) < CLICK);
});

test("it knows the oldest message that waits", () => {
  const buffer = new JitterBuffer({ rate: RATE, range: ON_STAGE });
  const packets = talk({ frames: 10, sound: tone });
  packets.forEach((packet) => buffer.push(packet, 100));
  assert.equal(buffer.waiting, 1);
  const out = new Float32Array(QUANTUM);
  for (let i = 0; i < 60; i++) buffer.pull(out, 150 + (i * QUANTUM) / 48);
  assert.ok(buffer.waiting > 5 && buffer.waiting < 10, `${buffer.waiting}`);
  for (let i = 0; i < 60; i++) buffer.pull(out, 310 + (i * QUANTUM) / 48);
  assert.equal(buffer.waiting, Infinity);
});

test("it rests when all is played, and not before", () => {
  const run = play(talk({ frames: 10, sound: tone }), { until_ms: 290 });
  assert.equal(run.buffer.isIdle, false);
  play([], { until_ms: 200, buffer: run.buffer });
  assert.equal(run.buffer.isIdle, true);
});
