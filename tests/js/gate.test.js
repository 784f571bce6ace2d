import assert from "node:assert/strict";
import { test } from "node:test";
import { PRE_ROLL_FRAMES } from "../../static/js/live/format.js";
import { END, START } from "../../static/js/live/format.js";
import { VoiceGate } from "../../static/js/live/gate.js";
import { randomness } from "./signals.js";

const random = randomness(7);
const noise = (db, frames) => Array.from({ length: frames }, () => db + 2 * (random() - 0.5));
/** Syllables of 160 ms about `db`, with gaps of 80 ms that fall 20 dB. */
const speech = (db, frames) => Array.from({ length: frames }, (_, i) => db + (i % 12 < 8 ? 3 * Math.sin((Math.PI * (i % 12)) / 8) : -20));

/** @returns {{at: number, flags: number}[]} what came out, `at` numbering the frames that went in */
function through(levels) {
  const sent = [];
  const gate = new VoiceGate((frame, flags) => sent.push({ at: frame.at, flags }));
  levels.forEach((db, at) => gate.hear({ at, db }));
  return sent;
}

const sound = (sent) => sent.filter(({ flags }) => !(flags & END)).map(({ at }) => at);

test("silence never opens it", () => assert.deepEqual(through(noise(-80, 1_000)), []));

test("a quiet room's hum does not open it", () => assert.deepEqual(through(noise(-61, 1_000)), []));

test("steady noise is learned and kept back", () => {
  const sent = through(noise(-45, 1_000));
  assert.ok(sound(sent).length < 200, "closes within 4 s");
  assert.equal(sent.at(-1).flags, END);
});

for (const db of [-20, -45]) {
  test(`speech at ${db} dBFS passes whole, from before its first frame to after its last`, () => {
    const sent = sound(through([...noise(-70, 200), ...speech(db, 600), ...noise(-70, 100)]));
    for (let at = 200 - PRE_ROLL_FRAMES + 1; at < 800; at++) assert.ok(sent.includes(at), `frame ${at} was swallowed`);
  });
}

test("speech at the very first frame passes", () => {
  const sent = sound(through(speech(-45, 100)));
  for (let at = 0; at < 100; at++) assert.ok(sent.includes(at), `frame ${at} was swallowed`);
});

test("speech over learned noise still opens it", () => {
  const sent = sound(through([...noise(-50, 400), ...speech(-25, 100)]));
  assert.ok(sent.includes(400));
});

test("a soft onset is kept by the pre-roll", () => {
  const onset = [-64, -60, -54, -48, -40];
  const sent = sound(through([...noise(-72, 200), ...onset, ...speech(-25, 50)]));
  for (let at = 200; at < 205; at++) assert.ok(sent.includes(at), `frame ${at} was swallowed`);
});

test("a talkspurt begins with START, ends with END, and frames stay in order", () => {
  const sent = through([...noise(-70, 100), ...speech(-30, 100), ...noise(-70, 100), ...speech(-30, 100), ...noise(-70, 100)]);
  assert.equal(sent.filter(({ flags }) => flags & START).length, 2);
  assert.equal(sent.filter(({ flags }) => flags & END).length, 2);
  assert.ok(sent.every(({ at }, i) => i === 0 || at > sent[i - 1].at || sent[i - 1].flags & END));
});

test("it closes 300 to 500 ms after the voice", () => {
  const sent = through([...noise(-70, 100), ...noise(-25, 50), ...noise(-70, 100)]);
  const after_ms = (sent.at(-1).at - 149) * 20;
  assert.ok(after_ms >= 300 && after_ms <= 500, `${after_ms} ms`);
});

test("the pause inside a sentence does not close it", () => {
  const sent = through([...noise(-70, 100), ...speech(-30, 50), ...noise(-70, 15), ...speech(-30, 50)]);
  assert.equal(sent.filter(({ flags }) => flags & START).length, 1);
});

test("a sound that goes on for long is not taken for noise", () => {
  const sent = sound(through([...noise(-70, 100), ...noise(-25, 1_000)]));
  assert.equal(sent.at(-1), 1_099);
});

test("one click of 20 ms below sure voice does not open it", () => {
  assert.deepEqual(through([...noise(-70, 100), -58, ...noise(-70, 100)]), []);
});
