import assert from "node:assert/strict";
import test from "node:test";
import { replacement, wordAt } from "../../static/js/lib/caret_word.js";

const at = (marked, signs) => {
  const caret = marked.indexOf("|");
  return wordAt(marked.replace("|", ""), caret, signs);
};

test("a mention or a hashtag that is being typed is found", () => {
  assert.deepEqual(at("Hello @al|"), { start: 6, end: 9, typed: "@al" });
  assert.deepEqual(at("(#Dä|mmerung) yes"), { start: 1, end: 11, typed: "#Dä" });
  assert.deepEqual(at("@|"), { start: 0, end: 1, typed: "@" });
});

test("nothing else is", () => {
  for (const text of ["al|", "a@al|", "@al |", "@al, x|", "##a|", "https://x.org/@al|", "|@al", ""]) assert.equal(at(text.includes("|") ? text : "|"), null, text);
});

test("only the signs that count, count", () => {
  assert.equal(at("#da|", "@"), null);
  assert.equal(at("@da|", "@").typed, "@da");
});

test("what is chosen stands with one blank behind it", () => {
  assert.deepEqual(replacement("hi @al", { start: 3, end: 6 }, "@alice"), { inserted: "@alice ", end: 6 });
  assert.deepEqual(replacement("hi @al you", { start: 3, end: 6 }, "@alice"), { inserted: "@alice ", end: 7 });
});
