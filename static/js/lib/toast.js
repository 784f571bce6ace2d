/** A short message at the bottom of the page; `elements/toast-shelf.js` shows it. */

/**
 * @param {string} text
 * @param {{kind?: "error"|"info", action?: {words: string, url: string}}} [options]
 */
export function toast(text, options = {}) {
  document.dispatchEvent(new CustomEvent("linnet:toast", { detail: { text, kind: "info", ...options } }));
}
