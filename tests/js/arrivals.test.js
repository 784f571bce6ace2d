import assert from "node:assert/strict";
import { test } from "node:test";
import { Arrivals } from "../../static/js/live/arrivals.js";

const RANGE = { min_ms: 40, max_ms: 400 };

/** Notes packets of 20 ms, each `late_ms` later than the fastest could be. */
function hear(arrivals, lateness, { from = 0, starts = false } = {}) {
  lateness.forEach((late_ms, i) => arrivals.note((from + i) * 20, 5_000 + (from + i) * 20 + late_ms, starts && i === 0));
}

const steady = (count) => new Array(count).fill(0);

test("on a perfect line the target is the least allowed", () => {
  const arrivals = new Arrivals(RANGE);
  hear(arrivals, steady(500));
  assert.equal(arrivals.target_ms, 40);
  assert.equal(arrivals.base_ms, 5_000);
});

test("one late packet raises it at once", () => {
  const arrivals = new Arrivals(RANGE);
  hear(arrivals, [...steady(100), 200]);
  assert.ok(arrivals.target_ms >= 200);
});

test("and then it falls slowly", () => {
  const arrivals = new Arrivals(RANGE);
  hear(arrivals, [...steady(500), 200, ...steady(250)]);
  assert.ok(arrivals.target_ms > 120, `${arrivals.target_ms} ms after 5 s`);
  hear(arrivals, steady(2_500), { from: 751 });
  assert.ok(arrivals.target_ms < 60, `${arrivals.target_ms} ms after 55 s`);
});

test("lateness that comes again and again is remembered", () => {
  const arrivals = new Arrivals(RANGE);
  hear(arrivals, Array.from({ length: 3_000 }, (_, i) => (i % 250 === 9 ? 120 : 0)));
  assert.ok(arrivals.target_ms >= 120);
});

test("it never leaves its range, which may change", () => {
  const arrivals = new Arrivals(RANGE);
  hear(arrivals, [...steady(100), 2_000]);
  assert.equal(arrivals.target_ms, 400);
  arrivals.range = { min_ms: 100, max_ms: 1_500 };
  assert.equal(arrivals.target_ms, 1_500);
});

test("a line that became slower for good is the new measure", () => {
  const arrivals = new Arrivals(RANGE);
  hear(arrivals, [...steady(200), ...new Array(200).fill(90)]);
  assert.equal(arrivals.base_ms, 5_090);
  assert.equal(arrivals.target_ms, 40, "and nothing was late by it");
});

test("what the sender held back does not count as late", () => {
  const arrivals = new Arrivals(RANGE);
  hear(arrivals, [100, 80, 60, 40, 20, 0, ...steady(50)], { starts: true });
  assert.equal(arrivals.target_ms, 40);
});

test("after a restart another clock is the measure", () => {
  const arrivals = new Arrivals(RANGE);
  hear(arrivals, steady(10));
  arrivals.restart();
  hear(arrivals, new Array(10).fill(7_000), { from: 10 });
  assert.equal(arrivals.base_ms, 12_000);
  assert.equal(arrivals.target_ms, 40);
});
