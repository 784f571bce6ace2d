import assert from "node:assert/strict";
import { test } from "node:test";
import { ending } from "../../static/js/lib/ending.js";

test("what fits stays as it is", () => {
  assert.equal(ending("the tide is turning", 19), "the tide is turning");
  assert.equal(ending("", 5), "");
});

test("of what does not fit the last whole words stay", () => {
  assert.equal(ending("the tide is turning", 18), "…tide is turning");
  assert.equal(ending("the tide is turning", 12), "…is turning");
  assert.equal(ending("the tide is turning", 10), "…turning");
});

test("one long word stays whole", () => {
  assert.equal(ending("Donaudampfschifffahrt", 8), "Donaudampfschifffahrt");
  assert.equal(ending("die Donaudampfschifffahrt", -3), "…Donaudampfschifffahrt");
});
