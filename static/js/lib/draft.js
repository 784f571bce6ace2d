/** What was typed into a field and not sent, kept by the browser. Several tabs may have the same field: none writes over the words of another,
 * and one that is loaded anew finds its own. */
const PAUSE_MS = 300;

export class Draft {
  #field;
  #key;
  #slot;
  #kept; // what this tab read there or wrote; anything else is another tab's
  #timer;

  /**
   * @param {{value: string}} field
   * @param {string} key where its words are kept; those of further tabs in slots behind it
   */
  constructor(field, key) {
    this.#field = field;
    this.#key = key;
    this.#slot = [sessionStorage.getItem(key), ...slots(key)].find((slot) => slot && localStorage.getItem(slot)) ?? key;
    this.#kept = localStorage.getItem(this.#slot);
  }

  get words() {
    return this.#kept;
  }

  /** After a pause in typing. */
  keepSoon() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.keep(), PAUSE_MS);
  }

  keep() {
    clearTimeout(this.#timer);
    const words = this.#field.value || null;
    if (words === this.#kept) return;
    if (localStorage.getItem(this.#slot) !== this.#kept) this.#slot = slots(this.#key).find((slot) => !localStorage.getItem(slot)) ?? this.#key;
    if (words) {
      localStorage.setItem(this.#slot, words);
      sessionStorage.setItem(this.#key, this.#slot);
    } else if (localStorage.getItem(this.#slot) === this.#kept) localStorage.removeItem(this.#slot);
    this.#kept = words;
  }
}

function slots(key) {
  return [key, ...Array.from({ length: 9 }, (_, number) => `${key}~${number + 2}`)];
}
