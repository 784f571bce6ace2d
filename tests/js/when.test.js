import assert from "node:assert/strict";
import { test } from "node:test";
import { day, lineAbove, time } from "../../static/js/lib/when.js";

const NOW = new Date(2026, 10, 21, 14, 30);
const at = (...parts) => new Date(2026, ...parts);

test("the first message has its day and time above it", () => {
  assert.equal(lineAbove(at(10, 21, 9, 5), null, NOW, "en-GB"), "Today, 9:05");
});

test("what follows closely has nothing above it", () => {
  assert.equal(lineAbove(at(10, 21, 9, 59), at(10, 21, 9, 5), NOW, "en-GB"), "");
});

test("after an hour the time is told again", () => {
  assert.equal(lineAbove(at(10, 21, 10, 5), at(10, 21, 9, 5), NOW, "en-GB"), "10:05");
});

test("another day is told, however close", () => {
  assert.equal(lineAbove(at(10, 21, 0, 1), at(10, 20, 23, 59), NOW, "en-GB"), "Today, 0:01");
});

test("days are told as people say them", () => {
  assert.equal(day(at(10, 20, 23, 59), NOW, "en-GB"), "Yesterday");
  assert.equal(day(at(10, 16), NOW, "en-GB"), "Monday");
  assert.equal(day(at(10, 14), NOW, "en-GB"), "14 Nov");
  assert.equal(day(new Date(2025, 10, 14), NOW, "en-GB"), "14 Nov 2025");
  assert.equal(day(at(10, 22), NOW, "en-GB"), "22 Nov");
  assert.equal(day(at(10, 20), NOW, "de"), "Gestern");
});

test("a time is that of the reader", () => {
  assert.equal(time(at(10, 21, 19, 4), "en-US"), "7:04 PM");
});
