import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { cleaned, isBlank, reach, weightedLength } from "../../static/js/lib/weighted.js";

const vectors = JSON.parse(readFileSync(new URL("../data/weighted_lengths.json", import.meta.url)));

for (const { text, weight } of vectors) {
  test(`${JSON.stringify(text).slice(0, 60)} counts ${weight}, as on the server`, () => {
    assert.equal(weightedLength(cleaned(text)), weight);
  });
}

test("a text that draws nothing is blank", () => {
  for (const text of ["", "  \n", "\u200B\u200D", "\u202E\u2066", "\u3164"]) assert.ok(isBlank(cleaned(text)), JSON.stringify(text));
  assert.ok(!isBlank("a"));
});

test("what fits ends before the character that is too much", () => {
  assert.equal(reach("abcdef", 4), 4);
  assert.equal(reach("日本語", 4), 2);
  assert.equal(reach("👨‍👩‍👧‍👦x", 2), "👨‍👩‍👧‍👦".length);
  assert.equal(reach("see https://example.com/long", 10), 4);
  assert.equal(reach("short", 280), 5);
});
