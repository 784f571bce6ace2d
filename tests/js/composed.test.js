import assert from "node:assert/strict";
import test from "node:test";
import { pack, unpack } from "../../static/js/lib/composed.js";

test("one Tweet is kept as its words", () => {
  assert.equal(pack({ parts: ["Good [morning]"] }), "Good [morning]");
  assert.deepEqual(unpack("Good [morning]"), { parts: ["Good [morning]"] });
});

test("a thread, a warning, a poll, pictures and sound come back as they were", () => {
  const composed = { parts: ["one", "two"], warning: "Long", options: ["Tea", "Coffee", "", ""], minutes: "60", pictures: [{ id: "7", key: "x", alt: "A tree", of: 1 }], clips: [{ id: "8", of: 0 }], circle: "followed", isSensitive: true, later: "2026-12-24T18:00" };
  assert.deepEqual(unpack(pack(composed)), composed);
});

test("who may reply and when it goes out is kept with the words", () => {
  assert.equal(unpack(pack({ parts: ["Hello"], circle: "mentioned" })).circle, "mentioned");
  assert.equal(unpack(pack({ parts: ["Hello"], later: "2026-12-24T18:00" })).later, "2026-12-24T18:00");
  assert.equal(pack({ parts: [""], circle: "mentioned" }), "");
});

test("what was sent without a connection is known by its sending", () => {
  const waiting = { sentAs: "5f0c6a3e", since: 7 };
  assert.deepEqual(unpack(pack({ parts: ["Hello"], waiting })).waiting, waiting);
  assert.equal(unpack(pack({ parts: ["one", "two"] })).waiting, undefined);
});

test("nothing typed is nothing kept", () => {
  assert.equal(pack({ parts: [" ", ""], warning: "", options: ["", ""], minutes: "1440" }), "");
  assert.deepEqual(unpack(null), { parts: [""] });
});

test("what can't be read is nothing", () => {
  assert.deepEqual(unpack("\u0001composed:{"), { parts: [""] });
});
