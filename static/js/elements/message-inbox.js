/** The list of conversations, kept current. Rows stay the same elements: one that was just clicked is still needed. */

const SETTLE_MS = 100;
const NEWS = ["message_sent", "message_changed", "messages_read", "conversation_changed", "connected", "connected_again"];

class MessageInbox extends HTMLElement {
  #gone = new AbortController();
  #isAsking = false;

  connectedCallback() {
    this.#gone = new AbortController();
    const signal = this.#gone.signal;
    for (const name of NEWS) document.addEventListener(`linnet:${name}`, () => this.refresh(), { signal });
    document.addEventListener("visibilitychange", () => document.hidden || this.refresh(), { signal });
    if ("wasOpen" in this.dataset) this.refresh(); // shown again from history
    this.dataset.wasOpen = "";
  }

  disconnectedCallback() {
    this.#gone.abort();
    clearTimeout(this.timer);
  }

  refresh() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => (this.#isAsking ? this.refresh() : this.#ask()), SETTLE_MS);
  }

  async #ask() {
    this.#isAsking = true;
    try {
      const response = await fetch(this.dataset.url, { headers: { "HX-Request": "true", "HX-Target": "threads" }, redirect: "error" });
      if (response.ok && this.isConnected) this.#show(await response.text());
    } catch {
      // The next news asks again.
    } finally {
      this.#isAsking = false;
    }
  }

  #show(html) {
    const template = document.createElement("template");
    template.innerHTML = html;
    const [shown, fresh] = [this.querySelector("#threads"), template.content.firstElementChild];
    const focused = this.contains(document.activeElement) ? document.activeElement : null;
    for (const row of fresh.querySelectorAll(".thread")) keep(shown.querySelector(`#${row.id}`), row);
    shown.replaceChildren(...fresh.childNodes);
    globalThis.htmx?.process(shown);
    if (focused?.isConnected) focused.focus({ preventScroll: true });
  }
}

/** Puts the known row, with what is new about it, in the place of the fresh one. */
function keep(known, row) {
  if (!known) return;
  known.className = row.className;
  known.replaceChildren(...row.childNodes);
  row.replaceWith(known);
}

customElements.define("message-inbox", MessageInbox);
