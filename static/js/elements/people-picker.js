/** Whom to write to: finds people while one types. A choice is a `person-picked` event; unprevented, it opens the conversation. */

const PAUSE_MS = 150;

class PeoplePicker extends HTMLElement {
  connectedCallback() {
    this.field = this.querySelector("input");
    this.people = this.querySelector("[data-people]");
    this.addEventListener("focusin", () => this.people.childElementCount || this.find());
    this.addEventListener("keydown", (event) => this.pressed(event));
    this.addEventListener("click", (event) => this.clicked(event), true);
    this.field.addEventListener("input", () => this.typed());
    this.querySelector("form").addEventListener("submit", (event) => this.submitted(event));
  }

  typed() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.find(), PAUSE_MS);
  }

  async find() {
    this.asked?.abort();
    const asked = (this.asked = new AbortController());
    const url = `${this.dataset.url}?${new URLSearchParams({ q: this.field.value, ...(this.dataset.card && { card: this.dataset.card }) })}`;
    const found = await fetch(url, { signal: asked.signal, redirect: "error" }).then((answer) => (answer.ok ? answer.text() : null), () => null);
    if (asked.signal.aborted) return;
    if (found === null) return this.say(this.dataset.failed);
    this.people.innerHTML = found;
    globalThis.htmx?.process(this.people);
    this.querySelector("[data-found]").textContent = this.people.querySelector("[data-count]").dataset.count;
  }

  say(words) {
    this.people.replaceChildren(Object.assign(document.createElement("p"), { className: "picker__none", textContent: words }));
  }

  clicked(event) {
    const link = event.target.closest("[data-pick]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const detail = { handle: link.dataset.pick, name: link.dataset.name, url: link.getAttribute("href") };
    if (this.dispatchEvent(new CustomEvent("person-picked", { detail, bubbles: true, cancelable: true }))) return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Enter takes the first one found. */
  submitted(event) {
    event.preventDefault();
    event.stopPropagation();
    this.querySelector("[data-pick]")?.click();
  }

  pressed(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const places = [this.field, ...this.querySelectorAll("[data-pick]")];
    event.preventDefault();
    places[places.indexOf(document.activeElement) + step]?.focus();
  }
}

customElements.define("people-picker", PeoplePicker);
