import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { Draft } from "../../static/js/lib/draft.js";

function storage() {
  const rows = new Map();
  return { getItem: (key) => rows.get(key) ?? null, setItem: (key, words) => rows.set(key, words), removeItem: (key) => rows.delete(key) };
}

beforeEach(() => {
  globalThis.localStorage = storage();
});

/** A tab, with a field that begins with what was kept; one that is loaded anew remembers its `own`. */
function tab(own = storage()) {
  globalThis.sessionStorage = own;
  const field = { value: "" };
  const draft = new Draft(field, "home");
  field.value = draft.words ?? "";
  const keep = () => ((globalThis.sessionStorage = own), draft.keep());
  return { draft, type: (words) => ((field.value = words), keep()), close: keep, reload: () => tab(own), field };
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

test("each tab that is loaded anew has its own words", () => {
  const [first, second] = [tab(), tab()];
  second.type("two");
  first.type("one");
  second.close();
  assert.equal(first.reload().field.value, "one");
  assert.equal(second.reload().field.value, "two");
});
