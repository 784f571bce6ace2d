import assert from "node:assert/strict";
import { test } from "node:test";
import { ahead16, ahead32 } from "../../static/js/lib/wrap.js";

test("packet numbers are compared across the wrap", () => {
  assert.equal(ahead16(0, 0xffff), 1);
  assert.equal(ahead16(0xffff, 0), -1);
  assert.equal(ahead16(700, 300), 400);
});

test("sample clocks are compared across the wrap", () => {
  assert.equal(ahead32(959, 2 ** 32 - 1), 960);
  assert.equal(ahead32(2 ** 32 - 1, 959), -960);
  assert.equal(ahead32(3_000_000_000, 2_999_999_000), 1_000);
});
