import assert from "node:assert/strict";
import { test } from "node:test";
import { CaptionReader } from "../../static/js/live/caption_reader.js";
import { FakeClock } from "./fakes.js";

function reader() {
  const clock = new FakeClock();
  const heard = [];
  return { clock, heard, reader: new CaptionReader(clock, (lines) => heard.push(lines.join(" "))) };
}

test("the first line is read at once", () => {
  const it = reader();
  it.reader.tell(["a"]);
  assert.deepEqual(it.heard, ["a"]);
});

test("lines that follow quickly are read together after a pause", async () => {
  const it = reader();
  it.reader.tell(["a"]);
  it.reader.tell(["b"]);
  await it.clock.pass(1_000);
  it.reader.tell(["c", "d"]);
  assert.deepEqual(it.heard, ["a"]);
  await it.clock.pass(2_000);
  assert.deepEqual(it.heard, ["a", "b c d"]);
});

test("after a pause without lines the next one is read at once", async () => {
  const it = reader();
  it.reader.tell(["a"]);
  await it.clock.pass(10_000);
  it.reader.tell(["b"]);
  assert.deepEqual(it.heard, ["a", "b"]);
});

test("a flood loses its beginning", async () => {
  const it = reader();
  it.reader.tell(["a"]);
  for (let number = 0; number < 40; number += 1) it.reader.tell([number]);
  await it.clock.pass(60_000);
  assert.deepEqual(it.heard, ["a", "34 35 36 37 38 39"]);
});

test("once stopped nothing more is read", async () => {
  const it = reader();
  it.reader.tell(["a"]);
  it.reader.tell(["b"]);
  it.reader.stop();
  await it.clock.pass(60_000);
  assert.deepEqual(it.heard, ["a"]);
});
