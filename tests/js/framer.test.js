import assert from "node:assert/strict";
import { test } from "node:test";
import { glow, levelOf } from "../../static/js/lib/loudness.js";
import { Framer } from "../../static/js/live/framer.js";
import { sine, snr } from "./signals.js";

function frames(rate, input, ts = 0) {
  const taken = [];
  const framer = new Framer({ rate, ts }, (frame) => taken.push(frame));
  for (let at = 0; at < input.length; at += 128) framer.hear(input.subarray(at, at + 128));
  return taken;
}

for (const rate of [44_100, 48_000]) {
  test(`a second at ${rate} Hz is 50 frames of 960 samples, or one still filling`, () => {
    const taken = frames(rate, sine(500, rate, rate));
    assert.ok(taken.length >= 49 && taken.length <= 50);
    assert.ok(taken.every(({ sound }) => sound.length === 960));
  });

  test(`put together again they are the sound, at 48 kHz, from ${rate} Hz`, () => {
    const whole = Float32Array.from(frames(rate, sine(500, rate, rate)).flatMap(({ sound }) => [...sound]));
    assert.ok(snr(whole.subarray(100), 500, 48_000) > 70);
  });
}

test("the clock runs on from frame to frame and wraps", () => {
  const clocks = frames(48_000, new Float32Array(48_000), 2 ** 32 - 960).map(({ ts }) => ts);
  assert.deepEqual(clocks.slice(0, 3), [2 ** 32 - 960, 0, 960]);
});

test("each frame knows how loud it is", () => {
  const [frame] = frames(48_000, sine(500, 48_000, 2_000));
  assert.ok(Math.abs(frame.db + 3) < 0.1);
});

test("levels are −dBov, 0 to 127", () => {
  assert.deepEqual([levelOf(1), levelOf(0.1), levelOf(0), levelOf(4)], [0, 20, 127, 0]);
});

test("a ring is dark in silence and bright in a loud voice", () => {
  assert.deepEqual([glow(0), glow(0.0001), glow(0.5)], [0, 0, 1]);
  assert.ok(glow(0.05) > glow(0.01) && glow(0.01) > 0);
});
