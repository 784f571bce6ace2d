import assert from "node:assert/strict";
import { test } from "node:test";
import { Settled } from "../../static/js/lib/settled.js";

test("what the server says is shown at once", (t) => {
  t.mock.timers.enable({ apis: ["Date", "setTimeout"] });
  const shown = [];
  new Settled((count) => shown.push(count)).told(3);
  assert.deepEqual(shown, [3]);
});

test("after a click it waits, and then only the last is shown", (t) => {
  t.mock.timers.enable({ apis: ["Date", "setTimeout"] });
  const shown = [];
  const count = new Settled((told) => shown.push(told), 1000);
  count.touch();
  count.told(3);
  t.mock.timers.tick(900);
  count.told(4);
  assert.deepEqual(shown, []);
  count.touch();
  t.mock.timers.tick(900);
  assert.deepEqual(shown, []);
  t.mock.timers.tick(200);
  assert.deepEqual(shown, [4]);
});
