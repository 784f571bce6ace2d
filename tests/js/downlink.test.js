import assert from "node:assert/strict";
import { test } from "node:test";
import { InOrder } from "../../static/js/lib/in_order.js";
import { Downlink } from "../../static/js/live/downlink.js";
import { DISCONT, END, START } from "../../static/js/live/format.js";
import { NOT_PLAYING } from "../../static/js/live/protocol.js";

/** Decodes at once, unless told to be slow. */
class FakeDecoder {
  restarts = 0;
  isSlow = false;
  #inOrder;

  constructor(deliver) {
    this.#inOrder = new InOrder(deliver);
  }

  get oldest() {
    return this.#inOrder.oldest;
  }

  decode(label, packet) {
    if (!packet.length) return this.#inOrder.follow(label);
    this.#inOrder.expect(label);
    if (!this.isSlow) this.#inOrder.arrive("sound");
  }

  restart() {
    this.restarts++;
    this.#inOrder.clear();
  }
}

function listening() {
  const it = { now: 0, played: [], decoders: [] };
  it.downlink = new Downlink({
    makeDecoder: (deliver) => it.decoders[it.decoders.push(new FakeDecoder(deliver)) - 1],
    play: (packet) => it.played.push(packet),
    now: () => it.now,
  });
  it.report = (waiting = Infinity) => it.downlink.note({ waiting, buffer_ms: 60, underruns: 0 });
  it.report();
  return it;
}

const packet = Uint8Array.of(0x78, 1);
const relay = (seq, more = {}) => ({ kind: "relay", slot: 2, flags: 0, level: 20, seq, ts: seq * 960, packet, ...more });
const bundle = (seq0, count) => ({ kind: "bundle", groups: [{ slot: 2, flags: 0, level: 20, seq0, ts0: seq0 * 960, packets: new Array(count).fill(packet) }] });
const timesOf = (it) => it.played.map(({ ts }) => ts / 960);

test("packets reach playback in order, with their clock", () => {
  const it = listening();
  it.downlink.hear(relay(1, { flags: START | DISCONT }));
  it.downlink.hear(bundle(2, 3));
  assert.deepEqual(timesOf(it), [1, 2, 3, 4]);
  assert.deepEqual(it.played.map(({ message }) => message), [1, 2, 2, 2]);
});

test("around a step onto or off the stage nothing is heard twice", () => {
  const it = listening();
  it.downlink.hear(bundle(65_534, 3));
  it.downlink.hear(relay(0));
  it.downlink.hear(relay(1));
  it.downlink.hear(bundle(0, 4));
  assert.deepEqual(it.played.length, 3 + 1 + 2);
});

test("the first packet we hear of somebody begins anew, though it says not so", () => {
  const it = listening();
  it.downlink.hear(relay(500));
  assert.equal(it.played[0].flags & DISCONT, DISCONT);
});

test("a new encoder's numbers may lie behind", () => {
  const it = listening();
  it.downlink.hear(relay(500));
  it.downlink.hear(relay(480, { flags: START | DISCONT }));
  assert.equal(it.played.length, 2);
  assert.equal(it.decoders[0].restarts, 2);
});

test("numbers far behind are of another count, not repeats", () => {
  const it = listening();
  it.downlink.hear(relay(5_000));
  it.downlink.hear(relay(7));
  assert.equal(it.played.length, 2);
});

test("END follows the sound it ends", () => {
  const it = listening();
  it.downlink.hear(relay(1));
  it.decoders[0].isSlow = true;
  it.downlink.hear(relay(2));
  it.downlink.hear(relay(3, { flags: END, packet: new Uint8Array(0) }));
  assert.equal(it.played.length, 1);
});

test("heard counts what was played", () => {
  const it = listening();
  for (let seq = 1; seq <= 10; seq++) it.downlink.hear(relay(seq));
  it.report(7);
  assert.deepEqual(it.downlink.progress, { state: 0, buffer_ms: 60, heard: 6 });
  it.report(Infinity);
  assert.equal(it.downlink.progress.heard, 10);
});

test("what is still in a decoder was not heard", () => {
  const it = listening();
  it.downlink.hear(relay(1));
  it.decoders[0].isSlow = true;
  it.downlink.hear(relay(2));
  it.report(Infinity);
  assert.equal(it.downlink.progress.heard, 1);
});

test("what came twice is passed over, and counts", () => {
  const it = listening();
  it.downlink.hear(relay(1));
  it.downlink.hear(relay(1));
  it.report(Infinity);
  assert.equal(it.downlink.progress.heard, 2);
});

test("heard never goes back", () => {
  const it = listening();
  for (let seq = 1; seq <= 10; seq++) it.downlink.hear(relay(seq));
  assert.equal(it.downlink.progress.heard, 10, "playback has not yet told of them");
  it.report(9);
  assert.equal(it.downlink.progress.heard, 10);
});

test("a new connection counts from nothing", () => {
  const it = listening();
  for (let seq = 1; seq <= 10; seq++) it.downlink.hear(relay(seq));
  it.downlink.restart();
  assert.equal(it.downlink.progress.heard, 0);
  it.downlink.hear(relay(3));
  assert.equal(it.played.length, 11, "and takes numbers it has seen");
  assert.equal(it.downlink.progress.heard, 1);
});

test("while playback sleeps, what arrives is counted and let go", () => {
  const it = listening();
  it.downlink.hear(relay(1));
  it.now = 5_000;
  it.downlink.hear(relay(2));
  assert.deepEqual(it.downlink.progress, { state: NOT_PLAYING, buffer_ms: 60, heard: 2 });
  assert.equal(it.played.length, 1);
  it.report();
  it.downlink.hear(relay(3));
  assert.equal(it.played[1].flags & DISCONT, DISCONT, "then it begins anew");
});

test("who is cut off is ended for them, once", () => {
  const it = listening();
  it.downlink.hear(relay(1));
  it.downlink.silenceAllBut(new Set([2]));
  assert.equal(it.played.length, 1);
  it.downlink.silenceAllBut(new Set());
  it.downlink.silenceAllBut(new Set());
  assert.deepEqual(it.played.map(({ flags }) => flags & END), [0, END]);
});
