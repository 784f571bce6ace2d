import assert from "node:assert/strict";
import { test } from "node:test";
import { MicSeat } from "../../static/js/live/mic_seat.js";
import { settled } from "./fakes.js";

const open = { mic: "open" };
const muted = { mic: "muted" };

function sitting() {
  const it = { asked: [], granted: 0, closed: 0 };
  const setMic = (wish) => new Promise((resolve, reject) => it.asked.push({ wish, resolve, reject }));
  it.mic = new MicSeat(setMic, { granted: () => it.granted++, closed: () => it.closed++ });
  it.answer = async (i, how = "resolve") => {
    it.asked[i][how](new Error("refused"));
    await settled();
  };
  return it;
}

async function speaking() {
  const it = sitting();
  const opened = it.mic.open();
  await it.answer(0);
  await opened;
  return it;
}

test("it is ours when the room says so, not before", async () => {
  const it = sitting();
  it.mic.open();
  await settled();
  assert.equal(it.granted, 0);
  await it.answer(0);
  assert.equal(it.granted, 1);
});

test("a refusal reaches who asked", async () => {
  const it = sitting();
  const refused = assert.rejects(it.mic.open());
  await it.answer(0, "reject");
  await refused;
  assert.equal(it.granted, 0);
});

test("the host mutes us", async () => {
  const it = await speaking();
  it.mic.seatChanged(open, muted);
  assert.equal(it.closed, 1);
});

test("we are moved off the stage", async () => {
  const it = await speaking();
  it.mic.seatChanged(open, null);
  assert.equal(it.closed, 1);
});

test("a seat that still says muted after our grant is only late", async () => {
  const it = await speaking();
  it.mic.seatChanged(muted, muted);
  it.mic.seatChanged(muted, open);
  assert.equal(it.closed, 0);
});

test("our own closing heard late does not close what we opened again", async () => {
  const it = await speaking();
  it.mic.close();
  it.mic.open();
  it.mic.seatChanged(open, muted);
  await it.answer(1);
  await it.answer(2);
  assert.deepEqual(it.asked.map(({ wish }) => wish), [true, false, true]);
  assert.equal(it.closed, 0);
  assert.equal(it.granted, 2);
});

test("a grant that comes after we closed is void", async () => {
  const it = sitting();
  it.mic.open();
  it.mic.close();
  await it.answer(0);
  assert.equal(it.granted, 0);
});

test("a refusal that comes late does not undo what was granted since", async () => {
  const it = sitting();
  const refused = assert.rejects(it.mic.open());
  it.mic.close();
  it.mic.open();
  await it.answer(2);
  await it.answer(0, "reject");
  await refused;
  it.mic.seatChanged(open, muted);
  assert.equal(it.closed, 1, "still ours, so the host's muting is told");
});

test("after an outage it is asked for again", async () => {
  const it = await speaking();
  it.mic.rejoin(muted);
  await it.answer(1);
  assert.equal(it.granted, 2);
});

test("after an outage without a seat it is lost", async () => {
  const it = await speaking();
  it.mic.rejoin(null);
  assert.equal(it.closed, 1);
  assert.equal(it.asked.length, 1);
});

test("after an outage a refusal closes it", async () => {
  const it = await speaking();
  it.mic.rejoin(muted);
  await it.answer(1, "reject");
  assert.equal(it.closed, 1);
});

test("who had it closed does not come back speaking", () => {
  const it = sitting();
  it.mic.rejoin(muted);
  assert.equal(it.asked.length, 0);
});
