import assert from "node:assert/strict";
import test from "node:test";
import { Recent } from "../../static/js/lib/recent.js";

function withStorage() {
  const kept = new Map();
  globalThis.localStorage = { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value), removeItem: (key) => kept.delete(key) };
  return kept;
}

test("the latest search is first, each is there once, and there are six at most", () => {
  withStorage();
  const recent = new Recent("7");
  for (const words of ["a", "b", "a", " ", "c", "d", "e", "f", "g"]) recent.note(words);
  assert.deepEqual(recent.all, ["g", "f", "e", "d", "c", "a"]);
  assert.deepEqual(new Recent("8").all, []);
  recent.forget();
  assert.deepEqual(recent.all, []);
});

test("what can't be read is nothing", () => {
  const kept = withStorage();
  for (const broken of ["{", '"x"', "[1, null]"]) {
    kept.set("linnet.searches.7", broken);
    assert.deepEqual(new Recent("7").all, []);
  }
});
