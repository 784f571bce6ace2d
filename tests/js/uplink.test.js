import assert from "node:assert/strict";
import { test } from "node:test";
import { DISCONT, END, START } from "../../static/js/live/format.js";
import { parse } from "../../static/js/live/protocol.js";
import { Uplink } from "../../static/js/live/uplink.js";

const packet = Uint8Array.of(0x78, 1, 2);

/** An encoder that answers when told; real ones answer late, too. */
class FakeEncoder {
  isBroken = false;
  isClosed = false;
  #frames = [];

  constructor(deliver) {
    this.deliver = deliver;
  }

  encode(frame) {
    this.#frames.push(frame);
  }

  work() {
    for (const frame of this.#frames.splice(0)) this.deliver(frame, frame.sound && packet);
  }

  close() {
    this.isClosed = true;
    this.#frames = [];
  }
}

function speaking() {
  const it = { sent: [], encoders: [], waitingBytes: 0 };
  it.uplink = new Uplink({
    makeEncoder: (deliver) => it.encoders[it.encoders.push(new FakeEncoder(deliver)) - 1],
    line: { send: (bytes) => it.sent.push(parse(bytes)), waitingBytes: () => it.waitingBytes },
  });
  it.say = (count, { flags = 0, ts = 0 } = {}) => {
    for (let i = 0; i < count; i++) it.uplink.hear({ sound: new Float32Array(960), ts: ts + 960 * i, flags: i ? 0 : flags, level: 30 });
    it.encoders.at(-1)?.work();
  };
  it.pause = (ts) => {
    it.uplink.hear({ sound: null, ts, flags: END, level: 127 });
    it.encoders.at(-1)?.work();
  };
  it.uplink.start();
  return it;
}

const flagsOf = (it) => it.sent.map(({ flags }) => flags);

test("nothing is sent before the room takes it", () => {
  const it = speaking();
  it.uplink.stop();
  it.say(3);
  assert.deepEqual(it.sent, []);
});

test("the first packet starts anew, in the middle of a talkspurt too", () => {
  const it = speaking();
  it.say(2);
  assert.deepEqual(flagsOf(it), [START | DISCONT, 0]);
});

test("numbers run on by one, over ends and new encoders", () => {
  const it = speaking();
  it.say(2, { flags: START });
  it.pause(1_920);
  it.uplink.start();
  it.say(2, { flags: START, ts: 96_000 });
  assert.deepEqual(it.sent.map(({ seq }) => seq), [1, 2, 3, 4, 5]);
  assert.deepEqual(flagsOf(it), [START | DISCONT, 0, END, START | DISCONT, 0]);
});

test("the clock and the level are the microphone's", () => {
  const it = speaking();
  it.say(2, { ts: 2 ** 32 - 960 });
  assert.deepEqual(it.sent.map(({ ts, level }) => [ts, level]), [[2 ** 32 - 960, 30], [0, 30]]);
});

test("an end without a beginning is not sent", () => {
  const it = speaking();
  it.pause(960);
  assert.deepEqual(it.sent, []);
});

test("falling silent in a word ends the talkspurt at once", () => {
  const it = speaking();
  it.say(2, { flags: START });
  it.uplink.hear({ sound: new Float32Array(960), ts: 1_920, flags: 0, level: 30 });
  it.uplink.finish();
  it.encoders.at(-1).work();
  assert.deepEqual(flagsOf(it), [START | DISCONT, 0, END]);
  assert.deepEqual([it.sent[2].ts, it.sent[2].seq], [1_920, 3]);
});

test("falling silent between words says nothing", () => {
  const it = speaking();
  it.say(1);
  it.pause(960);
  it.uplink.finish();
  assert.equal(it.sent.length, 2);
});

test("what the room has forbidden is not even ended", () => {
  const it = speaking();
  it.say(1);
  it.uplink.stop();
  assert.equal(it.sent.length, 1);
});

test("a broken encoder is replaced", () => {
  const it = speaking();
  it.encoders[0].isBroken = true;
  it.say(1);
  assert.equal(it.encoders.length, 2);
  assert.deepEqual(flagsOf(it), [START | DISCONT]);
});

test("a slow line drops the oldest sound, never the marks, and the gap shows", () => {
  const it = speaking();
  it.waitingBytes = 10_000;
  it.say(30, { flags: START });
  it.pause(960 * 30);
  assert.deepEqual(it.sent, []);
  it.waitingBytes = 0;
  it.uplink.flush();
  assert.deepEqual(it.sent.map(({ seq }) => seq), [1, 23, 24, 25, 26, 27, 28, 29, 30, 31]);
  assert.equal(it.sent[0].flags, START | DISCONT);
  assert.equal(it.sent.at(-1).flags, END);
});
