import assert from "node:assert/strict";
import { test } from "node:test";
import { laterLines, meet, turnsOf, withLine, withLines } from "../../static/js/live/caption_lines.js";

const line = (id, who, began_ms, text = `line ${id}`) => ({ id: String(id), person: { id: who }, began_ms, ended_ms: began_ms + 900, text });
const ids = (lines) => lines.map(({ id }) => id).join(" ");
const many = (from, to) => Array.from({ length: to - from }, (_, i) => line(100 + from + i, "1", 1_000 * (from + i)));

test("a late line takes the place at which it was spoken", () => {
  const lines = withLine([line(1, "1", 1_000), line(3, "1", 3_000)], line(4, "2", 2_000));
  assert.equal(ids(lines), "1 4 3");
});

test("lines begun at the same moment stand in the order of their ids, however long those are", () => {
  assert.equal(ids(withLines([line(10, "1", 5)], [line(9, "2", 5), line(11, "3", 5)])), "9 10 11");
});

test("a line told twice stands once, as it was told last", () => {
  const lines = withLine([line(1, "1", 1_000, "the title")], line(1, "1", 1_000, "the tide"));
  assert.deepEqual(lines.map(({ text }) => text), ["the tide"]);
});

test("a room tells the last fifty", () => {
  const kept = laterLines(many(0, 60));
  assert.equal(kept.length, 50);
  assert.equal(kept[0].id, "110");
});

test("two stretches of lines meet if one line is in both, or one of them is the beginning", () => {
  assert.equal(meet(many(0, 60), many(59, 109)), true);
  assert.equal(meet(many(0, 60), many(60, 110)), false);
  assert.equal(meet(many(0, 2), many(5, 10)), true, "fewer than fifty are all there are");
});

test("lines of one person join until somebody else speaks", () => {
  const turns = turnsOf([line(1, "alice", 0), line(2, "alice", 1_000), line(3, "bob", 1_500), line(4, "alice", 2_000)]);
  assert.deepEqual(turns.map((turn) => [turn.id, turn.person.id, ids(turn.lines)]), [["1", "alice", "1 2"], ["3", "bob", "3"], ["4", "alice", "4"]]);
});

test("the lines before are left as they were", () => {
  const before = [line(2, "1", 2_000)];
  withLine(before, line(1, "1", 1_000));
  turnsOf(before);
  assert.equal(ids(before), "2");
});
