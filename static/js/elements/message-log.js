/** What was said, oldest above, and what is on its way below it. The newest stays in view unless the reader has scrolled up. */
import { lineAbove, time } from "../lib/when.js";

const AT_END = 40; // px from the end that still count as being there

export class MessageLog extends HTMLElement {
  connectedCallback() {
    this.said = this.querySelector("[data-said]");
    this.unsent = this.querySelector("[data-unsent]");
    this.addEventListener("scroll", () => this.isAtEnd && this.#showPill(false));
    this.#pill?.addEventListener("click", () => this.toEnd());
    this.dress();
  }

  get #pill() {
    return this.parentElement.querySelector("[data-to-end]");
  }

  /** The box counts from its lower edge: 0 is the end, above it is less. */
  get isAtEnd() {
    return -this.scrollTop < AT_END;
  }

  toEnd() {
    this.scrollTop = 0;
    this.#showPill(false);
  }

  get messages() {
    return [...this.said.querySelectorAll("[data-message]")];
  }

  /** The id of the newest message that somebody else wrote, or "". */
  get newestTheirs() {
    return this.messages.findLast((message) => !message.dataset.client)?.dataset.message ?? "";
  }

  /** Puts messages where they belong by their ids. @returns {Element[]} those that were not there */
  add(messages) {
    const known = new Set(this.messages.map((message) => message.dataset.message));
    const fresh = messages.filter((message) => !known.has(message.dataset.message));
    if (fresh.length) this.#keepPlace(() => this.#insert(fresh));
    return fresh;
  }

  #insert(fresh) {
    for (const message of fresh) {
      const before = this.messages.findLast((other) => isOlder(other, message));
      if (before) before.after(message);
      else this.said.prepend(message);
      globalThis.htmx?.process(message);
      this.unsent.querySelector(`[data-note="${message.dataset.client}"]`)?.remove();
    }
    this.dress();
  }

  /** What was said before: `head` leads further back or says that there is nothing. */
  addEarlier(head, messages) {
    this.querySelector("[data-head]").replaceWith(head);
    this.said.prepend(...messages);
    for (const message of messages) globalThis.htmx?.process(message);
    this.dress();
  }

  /** Shows the notes that are on their way. @param {Element[]} notes */
  showUnsent(notes) {
    const isNew = notes.length > this.unsent.childElementCount;
    this.#keepPlace(() => this.unsent.replaceChildren(...notes));
    if (isNew) this.toEnd();
    this.dressLastLine();
  }

  news() {
    if (!this.isAtEnd) this.#showPill(true);
  }

  /** How far the other one has read, as `{to, at}`. */
  set seen(seen) {
    this.seenTo = seen;
    this.#keepPlace(() => this.dressLastLine());
  }

  dress() {
    const lang = document.documentElement.lang || undefined;
    for (const line of this.said.querySelectorAll(".day")) line.remove();
    let previous = null;
    for (const message of this.messages) {
      const moment = new Date(message.dataset.at);
      const words = lineAbove(moment, previous, new Date(), lang);
      if (words) message.before(Object.assign(document.createElement("p"), { className: "day", textContent: words }));
      message.title = moment.toLocaleString(lang, { dateStyle: "full", timeStyle: "short" });
      message.querySelector("time").textContent = time(moment, lang);
      previous = moment;
    }
    this.dressLastLine();
  }

  /** Below the last message, if it is yours: whether it was seen. */
  dressLastLine() {
    const line = this.querySelector("[data-last-line]");
    const last = this.messages.at(-1);
    line.hidden = !last?.dataset.client || this.unsent.childElementCount > 0;
    if (line.hidden) return;
    const isSeen = BigInt(this.seenTo?.to || 0) >= BigInt(last.dataset.message);
    line.textContent = isSeen ? this.dataset.seen.replace("{time}", seenAt(this.seenTo.at)) : this.dataset.sent;
  }

  /** While the reader is further up, what is added below does not move what they read. */
  #keepPlace(change) {
    const { isAtEnd, scrollHeight } = this;
    change();
    if (!isAtEnd) this.scrollTop -= this.scrollHeight - scrollHeight;
  }

  #showPill(isShown) {
    if (this.#pill) this.#pill.hidden = !isShown;
  }
}

function seenAt(moment) {
  return moment ? time(new Date(moment), document.documentElement.lang || undefined) : "";
}

function isOlder(one, other) {
  return BigInt(one.dataset.message) < BigInt(other.dataset.message);
}

customElements.define("message-log", MessageLog);
