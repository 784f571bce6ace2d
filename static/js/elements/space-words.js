/* Words and markup that scripts need. Both are written in templates/spaces, where they are translated and icons have their address. */

/** The sentence `key` with `{name}` and the like filled in. */
export function say(key, values = {}) {
  return fill(wordOf(key) ?? key, values);
}

/** The sentence for `number` things: "1 listener", "12 listeners". */
export function sayCount(key, number, values = {}) {
  const kind = new Intl.PluralRules(document.documentElement.lang || "en").select(number);
  const sentence = wordOf(`${key}.${kind}`) ?? wordOf(`${key}.other`) ?? "{count}";
  return fill(sentence, { ...values, count: number.toLocaleString() });
}

/** 1234 → 1.2K; the exact number belongs in the label. */
export function short(number) {
  return new Intl.NumberFormat(document.documentElement.lang || "en", { notation: "compact", maximumFractionDigits: 1 }).format(number);
}

/** A fresh copy of the markup `<template data-part="…">`. */
export function part(name) {
  return document.querySelector(`template[data-part="${name}"]`).content.firstElementChild.cloneNode(true);
}

/** Why something did not work: in the words of this page for what happens in the browser, else in those of the server. */
export function why({ code, text }) {
  return wordOf(`fault.${code}`) ?? (text || say("failed"));
}

function wordOf(key) {
  return document.querySelector("#space-words")?.content.querySelector(`[data-word="${key}"]`)?.textContent;
}

function fill(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}
