/** What was typed into a field and not sent, kept by the browser. */
const PAUSE_MS = 300;

export class Draft {
  #field;
  #key;
  #timer;

  constructor(field, key) {
    this.#field = field;
    this.#key = key;
  }

  get words() {
    return localStorage.getItem(this.#key);
  }

  /** After a pause in typing. */
  keepSoon() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.keep(), PAUSE_MS);
  }

  keep() {
    clearTimeout(this.#timer);
    if (this.#field.value) localStorage.setItem(this.#key, this.#field.value);
    else localStorage.removeItem(this.#key);
  }
}
