import assert from "node:assert/strict";
import { test } from "node:test";
import { rms } from "../../static/js/lib/loudness.js";
import { START } from "../../static/js/live/format.js";
import { Limiter } from "../../static/js/live/limiter.js";
import { Mixer } from "../../static/js/live/mixer.js";
import { sine } from "./signals.js";

const RATE = 48_000;

/** Gives each slot a second of its tone, and mixes it. */
function mixed(amplitudes, prepare = () => {}) {
  const mixer = new Mixer(RATE);
  prepare(mixer);
  for (const [slot, amplitude] of Object.entries(amplitudes)) {
    const wave = sine(200 + 130 * slot, RATE, RATE).map((sample) => sample * amplitude);
    for (let i = 0; i < 50; i++) {
      mixer.push({ slot: Number(slot), ts: i * 960, flags: i ? 0 : START, sound: wave.slice(i * 960, (i + 1) * 960), message: i + 1 }, i * 20);
    }
  }
  const out = new Float32Array(RATE);
  for (let at = 0; at < out.length; at += 128) mixer.mix(out.subarray(at, at + 128), 1_000 + (at * 1_000) / RATE);
  return { mixer, out };
}

const middle = (out) => out.subarray(RATE / 4, (3 * RATE) / 4);
const loudness = (amplitude) => amplitude / Math.SQRT2;

test("voices add up", () => {
  const { out } = mixed({ 0: 0.3, 5: 0.3 });
  assert.ok(Math.abs(rms(middle(out)) - Math.hypot(loudness(0.3), loudness(0.3))) < 0.01);
});

test("a voice turned down is heard less, one turned off not at all", () => {
  assert.ok(Math.abs(rms(middle(mixed({ 0: 0.4 }, (mixer) => mixer.setGain(0, 0.5)).out)) - loudness(0.2)) < 0.01);
  assert.equal(rms(middle(mixed({ 0: 0.4 }, (mixer) => mixer.setGain(0, 0)).out)), 0);
});

test("a volume changed in the middle of a word does not click", () => {
  const mixer = new Mixer(RATE);
  mixer.push({ slot: 0, ts: 0, flags: START, sound: new Float32Array(9_600).fill(0.5), message: 1 }, 0);
  const out = new Float32Array(128 * 30);
  for (let at = 0; at < out.length; at += 128) {
    if (at === 128 * 20) mixer.setGain(0, 0);
    mixer.mix(out.subarray(at, at + 128), 50 + at / 48);
  }
  assert.ok(Math.abs(out[128 * 20 - 1] - 0.5) < 0.01 && out.at(-1) === 0);
  for (let i = 128 * 10; i < out.length; i++) assert.ok(Math.abs(out[i] - out[i - 1]) < 0.01);
});

test("who speaks glows though turned off", () => {
  const { mixer } = mixed({ 3: 0.4 }, (mixer) => mixer.setGain(3, 0));
  const levels = mixer.takeLevels();
  assert.ok(levels[3] > 0.2 && levels[0] === 0);
});

test("levels are of the time since they were last taken", () => {
  const { mixer } = mixed({ 3: 0.4 });
  mixer.takeLevels();
  mixer.mix(new Float32Array(128), 9_000);
  assert.ok(mixer.takeLevels().every((level) => level < 0.3));
});

test("many loud voices do not clip", () => {
  const { out } = mixed({ 0: 0.6, 1: 0.6, 2: 0.6, 3: 0.6 });
  assert.ok(middle(out).every((sample) => Math.abs(sample) < 1));
  assert.ok(rms(middle(out)) > 0.3);
});

test("a report tells what waits, and how much", () => {
  const mixer = new Mixer(RATE);
  assert.deepEqual(mixer.report(), { waiting: Infinity, buffer_ms: 0, underruns: 0 });
  mixer.push({ slot: 1, ts: 0, flags: START, sound: new Float32Array(960), message: 4 }, 0);
  mixer.push({ slot: 2, ts: 0, flags: START, sound: new Float32Array(960), message: 3 }, 0);
  mixer.push({ slot: 2, ts: 960, flags: 0, sound: new Float32Array(960), message: 5 }, 0);
  assert.deepEqual(mixer.report(), { waiting: 3, buffer_ms: 40, underruns: 0 });
});

test("the limiter leaves soft sound alone", () => {
  const block = sine(300, RATE, 128).map((sample) => sample * 0.5);
  const before = block.slice();
  new Limiter().apply(block);
  assert.deepEqual(block, before);
});

test("the limiter comes back after a loud moment", () => {
  const limiter = new Limiter();
  for (let i = 0; i < 50; i++) limiter.apply(sine(300, RATE, 128).map((sample) => sample * 2));
  for (let i = 0; i < 1_000; i++) limiter.apply(new Float32Array(128).fill(0.5));
  const block = new Float32Array(128).fill(0.5);
  limiter.apply(block);
  assert.ok(Math.abs(block[127] - 0.5) < 0.01);
});
