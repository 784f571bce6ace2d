import assert from "node:assert/strict";
import { test } from "node:test";
import { swipeOf } from "../../static/js/lib/swipe.js";

const at = (clientX, clientY) => ({ clientX, clientY });

test("a finger goes on or back", () => {
  assert.equal(swipeOf(at(50, 400), at(250, 420)), "on");
  assert.equal(swipeOf(at(250, 400), at(50, 380)), "back");
});

test("from right to left it is mirrored", () => {
  assert.equal(swipeOf(at(50, 400), at(250, 400), { isTurned: true }), "back");
});

test("what is short, or scrolls, is no swipe", () => {
  assert.equal(swipeOf(at(50, 400), at(110, 400)), null);
  assert.equal(swipeOf(at(50, 400), at(150, 460)), null);
});
