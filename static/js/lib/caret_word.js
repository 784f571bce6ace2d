/** The @mention or #hashtag in which the caret of a field stands. */

const BEGUN = /(?:^|[^\p{L}\p{N}\p{M}_@#/])([@#])([\p{L}\p{N}\p{M}_]{0,100})$/u;
const REST = /^[\p{L}\p{N}\p{M}_]*/u;

/**
 * @param {string} text
 * @param {number} caret
 * @param {string} [signs] which of "@" and "#" count
 * @returns {{start: number, end: number, typed: string} | null} where it stands, and what of it stands before the caret
 */
export function wordAt(text, caret, signs = "@#") {
  const begun = text.slice(0, caret).match(BEGUN);
  if (!begun || !signs.includes(begun[1])) return null;
  const typed = begun[1] + begun[2];
  return { start: caret - typed.length, end: caret + text.slice(caret).match(REST)[0].length, typed };
}

/**
 * What stands there when `word` is replaced, and how far the caret then is: behind one blank.
 * @param {string} text
 * @param {{start: number, end: number}} word
 * @param {string} chosen
 * @returns {{inserted: string, end: number}} what replaces the text up to `end`
 */
export function replacement(text, word, chosen) {
  const hasBlank = text[word.end] === " ";
  return { inserted: `${chosen} `, end: word.end + (hasBlank ? 1 : 0) };
}
