/** What was searched for last, kept by this browser alone. */

const MOST = 6;
const KEY = "linnet.searches.";

export class Recent {
  #key;

  /** @param {string} person whose searches they are; "" for a visitor */
  constructor(person) {
    this.#key = `${KEY}${person}`;
  }

  /** @returns {string[]} the latest first */
  get all() {
    try {
      const kept = JSON.parse(localStorage.getItem(this.#key) ?? "[]");
      return Array.isArray(kept) ? kept.filter((words) => typeof words === "string").slice(0, MOST) : [];
    } catch {
      return [];
    }
  }

  /** @param {string} words */
  note(words) {
    const said = words.trim();
    if (said) localStorage.setItem(this.#key, JSON.stringify([said, ...this.all.filter((other) => other !== said)].slice(0, MOST)));
  }

  forget() {
    localStorage.removeItem(this.#key);
  }
}

/** Of everybody who searched in this browser. */
export function forgetSearches() {
  for (const key of Object.keys(localStorage).filter((key) => key.startsWith(KEY))) localStorage.removeItem(key);
}
