import assert from "node:assert/strict";
import test from "node:test";
import { UntilSent } from "../../static/js/lib/until_sent.js";
import { FakeClock, settled } from "./fakes.js";

function waiting() {
  const it = { clock: new FakeClock(), tries: 0, isSettled: false };
  const send = async () => ((it.tries += 1), it.isSettled);
  it.until = new UntilSent({ send, clock: it.clock, random: () => 1 });
  return it;
}

test("it is tried again and again until it has arrived, and then no more", async () => {
  const it = waiting();
  it.until.start();
  assert.equal(it.tries, 0);
  await it.clock.pass(10_000);
  assert.ok(it.tries > 3);
  it.isSettled = true;
  await it.clock.pass(3000);
  const { tries } = it;
  await it.clock.pass(100_000);
  assert.deepEqual([it.tries, it.until.isWaiting], [tries, false]);
});

test("when the line is back it goes out at once, and never twice at a time", async () => {
  const it = waiting();
  it.until.start();
  it.isSettled = true;
  it.until.hurry();
  it.until.hurry();
  await settled();
  assert.equal(it.tries, 1);
});

test("who takes it back is obeyed", async () => {
  const it = waiting();
  it.until.start();
  it.until.stop();
  it.until.hurry();
  await it.clock.pass(100_000);
  assert.equal(it.tries, 0);
});
