import assert from "node:assert/strict";
import { test } from "node:test";
import { retryDelay } from "../../static/js/lib/backoff.js";

const longest = (failures, outage_ms) => retryDelay(failures, outage_ms, () => 1);

test("the first wait is at most 0.3 s", () => assert.equal(longest(0, 0), 300));

test("for two minutes no wait is longer than 2 s", () => {
  for (let failures = 0; failures < 200; failures++) assert.ok(longest(failures, 119_999) <= 2_000);
});

test("then waits grow to 20 s and no further", () => {
  assert.equal(longest(60, 120_001), 20_000);
  assert.equal(longest(2_000, 1e9), 20_000);
});

test("jitter is full: any wait from nothing on", () => {
  assert.equal(retryDelay(5, 0, () => 0), 0);
  assert.equal(retryDelay(5, 0, () => 0.5), 1_000);
});
