import assert from "node:assert/strict";
import { test } from "node:test";
import { Resampler } from "../../static/js/live/resampler.js";
import { sine, snr } from "./signals.js";

/** Streams `input` through in render quanta of 128, as a worklet does. */
function convert(input, from, to, speed = 1) {
  const resampler = new Resampler(from, to);
  resampler.speed = speed;
  const out = new Float32Array(Math.ceil((input.length * to) / from) + 256);
  let done = 0;
  for (let at = 0; at < input.length; at += 128) {
    resampler.write(input.subarray(at, at + 128));
    done = resampler.read(out, done);
  }
  return out.subarray(0, done);
}

for (const [from, to] of [[44_100, 48_000], [48_000, 44_100], [16_000, 48_000]]) {
  test(`${from} Hz → ${to} Hz keeps the length`, () => {
    const out = convert(sine(440, from, from), from, to);
    assert.ok(Math.abs(out.length - to) < 60, `${out.length} samples of a second`);
  });

  for (const hz of [200, 1_000, 5_000]) {
    test(`${from} Hz → ${to} Hz keeps a tone of ${hz} Hz clean`, () => {
      const out = convert(sine(hz, from, from), from, to).subarray(100, 40_000);
      assert.ok(snr(out, hz, to) > 70, `${snr(out, hz, to)} dB`);
    });
  }
}

test("equal rates pass samples through untouched", () => {
  const input = sine(3_000, 48_000, 4_800);
  const out = convert(input, 48_000, 48_000);
  assert.ok(out.every((sample, i) => Math.abs(sample - input[i]) < 1e-6));
  assert.ok(out.length > 4_780);
});

test("the first sample out is the first one in", () => {
  const input = sine(1_000, 44_100, 2_000, Math.PI / 2);
  const out = convert(input, 44_100, 48_000);
  const late = out.subarray(20).findIndex((sample, i) => Math.abs(sample - Math.cos((2 * Math.PI * 1_000 * (i + 20)) / 48_000)) > 0.01);
  assert.equal(late, -1);
});

test("what the lower rate cannot hold is taken out, not folded down", () => {
  const out = convert(sine(23_500, 48_000, 48_000), 48_000, 44_100).subarray(100);
  assert.ok(Math.hypot(...out.subarray(0, 4_000)) / Math.sqrt(4_000) < 0.05);
});

test("half a percent faster makes the sound half a percent shorter and higher", () => {
  const out = convert(sine(1_000, 48_000, 48_000), 48_000, 48_000, 1.005);
  assert.ok(Math.abs(out.length - 48_000 / 1.005) < 40);
  assert.ok(snr(out.subarray(100, 40_000), 1_005, 48_000) > 70);
});
