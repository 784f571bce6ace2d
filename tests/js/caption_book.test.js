import assert from "node:assert/strict";
import { test } from "node:test";
import { CaptionBook } from "../../static/js/live/caption_book.js";

const line = (number) => ({ id: String(1_000 + number), person: { id: "1" }, began_ms: 1_000 * number, ended_ms: 1_000 * number + 900, text: `line ${number}` });
const lines = (from, to) => Array.from({ length: to - from }, (_, i) => line(from + i));
const numbers = (told) => told.map(({ began_ms }) => began_ms / 1_000);

function bookOf(told) {
  const book = new CaptionBook();
  assert.deepEqual(book.follow(told), [], "what was said before we came is no news");
  return book;
}

test("whoever comes late has the last lines at once", () => {
  const book = bookOf(lines(0, 3));
  assert.deepEqual(numbers(book.lines), [0, 1, 2]);
  assert.equal(book.older, null, "fewer than fifty are all there are");
});

test("the first line of a Space is news to those who waited for it", () => {
  assert.deepEqual(numbers(bookOf([]).follow(lines(0, 1))), [0]);
});

test("new lines are told once", () => {
  const book = bookOf(lines(0, 3));
  assert.deepEqual(numbers(book.follow(lines(0, 5))), [3, 4]);
  assert.deepEqual(book.follow(lines(0, 5)), []);
});

test("a late line is news and takes its place", () => {
  const book = bookOf([line(0), line(2)]);
  assert.deepEqual(numbers(book.follow(lines(0, 3))), [1]);
  assert.deepEqual(numbers(book.lines), [0, 1, 2]);
});

test("lines that the room no longer tells stay with the reader", () => {
  const book = bookOf(lines(0, 50));
  book.follow(lines(10, 60));
  assert.equal(book.lines.length, 60);
});

test("older lines are fetched page by page until there are none", () => {
  const book = bookOf(lines(100, 150));
  assert.equal(book.older, line(100).id);
  book.addOlder({ lines: lines(50, 100), next: line(50).id });
  assert.equal(book.older, line(50).id);
  book.addOlder({ lines: lines(40, 50), next: null });
  assert.equal(book.older, null);
  assert.deepEqual(numbers(book.lines), numbers(lines(40, 150)));
});

test("after an outage of more lines than the room tells, the reader begins anew rather than with a hole", () => {
  const book = bookOf(lines(0, 50));
  assert.deepEqual(book.follow(lines(80, 130)), []);
  assert.deepEqual(numbers(book.lines), numbers(lines(80, 130)));
  assert.equal(book.older, line(80).id);
});

test("a long evening does not fill the page, and what went can be fetched", () => {
  const book = bookOf([]);
  for (let end = 1; end <= 500; end += 1) book.follow(lines(Math.max(0, end - 50), end));
  book.trim();
  assert.deepEqual(numbers(book.lines), numbers(lines(300, 500)));
  assert.equal(book.older, line(300).id);
});

test("a book that is not long is not trimmed", () => {
  const book = bookOf(lines(0, 49));
  book.trim();
  assert.equal(book.lines.length, 49);
  assert.equal(book.older, null);
});

test("another Space has another book", () => {
  const book = bookOf(lines(0, 50));
  book.close();
  assert.deepEqual(book.lines, []);
  assert.deepEqual(book.follow(lines(200, 203)), []);
  assert.deepEqual(numbers(book.lines), [200, 201, 202]);
});

test("people's turns follow each other", () => {
  const bob = { ...line(1), person: { id: "2" } };
  assert.deepEqual(bookOf([line(0), bob, line(2)]).turns.map(({ person }) => person.id), ["1", "2", "1"]);
});
