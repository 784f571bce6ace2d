/** Offers people and hashtags while somebody writes, in every field with `data-suggests`: "@#", or "@" alone. */
import { OptionList, suggestedOptions } from "./option-list.js";
import { replacement, wordAt } from "../lib/caret_word.js";

const PAUSE_MS = 120;

class WordSuggestions extends HTMLElement {
  connectedCallback() {
    document.addEventListener("input", (event) => this.typed(event.target));
    document.addEventListener("keydown", (event) => this.list?.field === event.target && this.list.pressed(event), true);
    document.addEventListener("focusout", (event) => this.list?.field === event.target && this.end());
    document.addEventListener("selectionchange", () => this.list && this.look(this.list.field));
    document.addEventListener("submit", () => this.end(), true);
  }

  typed(field) {
    if (!field.matches?.("[data-suggests]")) return;
    clearTimeout(this.timer);
    const word = this.wordIn(field);
    if (!word) return this.end();
    this.timer = setTimeout(() => this.find(field, word), PAUSE_MS);
  }

  wordIn(field) {
    if (field.selectionStart !== field.selectionEnd || document.activeElement !== field) return null;
    return wordAt(field.value, field.selectionStart, field.dataset.suggests);
  }

  /** The caret went elsewhere. */
  look(field) {
    if (!this.wordIn(field)) this.end();
  }

  async find(field, word) {
    this.asked?.abort();
    const asked = (this.asked = new AbortController());
    const options = await suggestedOptions(this.dataset.url, word.typed, asked.signal);
    const now = this.wordIn(field);
    if (asked.signal.aborted || now?.typed !== word.typed) return;
    if (this.list?.field !== field) this.end();
    this.list ??= new OptionList(field, { label: this.dataset.label, take: (option) => this.took(field, option), place: () => placeAt(field, now.start) });
    this.list.place = () => placeAt(field, now.start);
    this.list.show(options, { isFirstActive: word.typed.length > 1 && word.typed.startsWith("@") });
    if (!this.list.isOpen) this.end();
  }

  took(field, option) {
    const word = this.wordIn(field);
    this.end();
    if (!word) return;
    const { inserted, end } = replacement(field.value, word, option.dataset.insert);
    field.setRangeText(inserted, word.start, end, "end");
    field.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertReplacementText" }));
  }

  end() {
    clearTimeout(this.timer);
    this.asked?.abort();
    this.list?.close();
    this.list = null;
  }
}

/** Where the character at `index` of a field stands in the window. */
function placeAt(field, index) {
  const mirror = document.createElement("div");
  const looks = getComputedStyle(field);
  for (const name of LOOKS) mirror.style[name] = looks[name];
  Object.assign(mirror.style, { position: "fixed", visibility: "hidden", whiteSpace: "pre-wrap", overflowWrap: "anywhere", inset: "0 auto auto 0" });
  const mark = document.createElement("span");
  mark.textContent = field.value[index] ?? ".";
  mirror.append(field.value.slice(0, index), mark);
  document.body.append(mirror);
  const from = mirror.getBoundingClientRect();
  const at = mark.getBoundingClientRect();
  mirror.remove();
  const box = field.getBoundingClientRect();
  const top = box.top + at.top - from.top - field.scrollTop;
  return { left: box.left + at.left - from.left - 8, top: top + at.height + 6, bottom: top - 6 };
}

const LOOKS = ["font", "letterSpacing", "padding", "border", "boxSizing", "width", "direction", "textAlign", "textIndent", "wordSpacing", "tabSize"];

customElements.define("word-suggestions", WordSuggestions);
