/** A search field that offers what was searched for before, and people and hashtags while one types. */
import { OptionList, suggestedOptions } from "./option-list.js";
import { Recent } from "../lib/recent.js";

const PAUSE_MS = 150;

class SearchBox extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.field = this.querySelector("input");
    this.told = this.querySelector("[data-told]");
    this.recent = new Recent(this.dataset.person);
    this.list = new OptionList(this.field, { label: this.field.labels[0].innerText.trim(), take: (option) => this.took(option), place: () => this.place() });
    this.field.addEventListener("focus", () => this.typed());
    this.field.addEventListener("click", () => this.list.isOpen || this.typed());
    this.field.addEventListener("input", () => this.typed());
    this.field.addEventListener("blur", () => this.end());
    this.field.addEventListener("keydown", (event) => this.pressed(event));
    this.form.addEventListener("submit", (event) => this.submitted(event));
  }

  disconnectedCallback() {
    this.end();
  }

  place() {
    const box = this.field.getBoundingClientRect();
    return { left: box.left, top: box.bottom + 6, bottom: box.top - 6, width: box.width };
  }

  typed() {
    clearTimeout(this.timer);
    if (!this.field.value.trim()) return this.offerRecent();
    this.timer = setTimeout(() => this.find(this.field.value), PAUSE_MS);
  }

  offerRecent() {
    this.asked?.abort();
    const before = this.recent.all.map((words) => this.option(words, { words }, "clock"));
    if (before.length) before.push(this.option(this.dataset.forget, { forget: "" }, "x"));
    this.show(before);
  }

  async find(words) {
    this.asked?.abort();
    const asked = (this.asked = new AbortController());
    const options = await suggestedOptions(this.dataset.url, words.trim(), asked.signal);
    if (!asked.signal.aborted && document.activeElement === this.field) this.show(options);
  }

  show(options) {
    this.list.show(options);
    this.told.textContent = options.length ? this.dataset.found.replace("{count}", options.length) : "";
  }

  /** Esc closes the list first; only then it empties the field, as browsers do. */
  pressed(event) {
    if (!this.list.pressed(event) && event.key === "ArrowDown" && !this.list.isOpen) this.typed();
  }

  took(chosen) {
    const { words, forget, href } = chosen.dataset;
    if (forget !== undefined) {
      this.recent.forget();
      return this.show([]);
    }
    this.end();
    if (href) return this.go(href);
    this.field.value = words;
    this.form.requestSubmit();
  }

  /** As a click on a link would. */
  go(href) {
    const link = Object.assign(document.createElement("a"), { href, hidden: true });
    this.append(link);
    globalThis.htmx?.process(link);
    link.click();
    link.remove();
  }

  option(words, data, icon) {
    const item = Object.assign(document.createElement("li"), { className: "suggestion suggestion--plain" });
    item.setAttribute("role", "option");
    Object.assign(item.dataset, data);
    const text = Object.assign(document.createElement("bdi"), { className: "ellipsis", textContent: words });
    item.append(this.querySelector(`[data-icon=${icon}]`).content.cloneNode(true), text);
    return item;
  }

  submitted(event) {
    if (!this.field.value.trim()) return event.preventDefault();
    this.recent.note(this.field.value);
    this.end();
    this.field.blur();
  }

  end() {
    clearTimeout(this.timer);
    this.asked?.abort();
    this.list.close();
  }
}

customElements.define("search-box", SearchBox);
