import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { Draft } from "../../static/js/lib/draft.js";

beforeEach(() => {
  const rows = new Map();
  globalThis.localStorage = { getItem: (key) => rows.get(key) ?? null, setItem: (key, words) => rows.set(key, words), removeItem: (key) => rows.delete(key) };
});

/** A tab, with a field that begins with what was kept. */
function tab() {
  const field = { value: "" };
  const draft = new Draft(field, "home");
  field.value = draft.words ?? "";
  return { draft, type: (words) => ((field.value = words), draft.keep()), close: () => draft.keep(), field };
}

test("what was typed is there again", () => {
  tab().type("Good morning");
  assert.equal(tab().field.value, "Good morning");
});

test("a tab in which nobody typed takes nothing away when it closes", () => {
  const [first, idle] = [tab(), tab()];
  first.type("Good morning");
  idle.close();
  assert.equal(tab().field.value, "Good morning");
});

test("words of two tabs are both kept, and come one after the other", () => {
  const [first, second] = [tab(), tab()];
  first.type("one");
  second.type("two");
  first.type("one and more");
  first.close();
  second.close();
  const later = tab();
  assert.equal(later.field.value, "one and more");
  later.type(""); // sent
  assert.equal(tab().field.value, "two");
});

test("what one tab has sent, another that showed it does not keep anew", () => {
  tab().type("Good morning");
  const [first, second] = [tab(), tab()];
  first.type("");
  second.close();
  assert.equal(tab().field.value, "");
});

test("what is changed in both is kept twice", () => {
  tab().type("Good");
  const [first, second] = [tab(), tab()];
  first.type("Good morning");
  second.type("Good night");
  first.type("");
  assert.equal(tab().field.value, "Good night");
});
