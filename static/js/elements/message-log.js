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
    this.show(this.closest("[data-shows]")?.dataset.shows);
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

  has(id) {
    return Boolean(this.#find(id));
  }

  #find(id) {
    return id ? this.said.querySelector(`[data-message="${id}"]`) : null;
  }

  /** A message as it is now, in the place of what it was; what had the focus there keeps it. */
  replace(fresh) {
    const known = this.#find(fresh.dataset.message);
    if (!known) return;
    const hadFocus = known.contains(document.activeElement);
    this.#keepPlace(() => known.replaceWith(fresh));
    globalThis.htmx?.process(fresh);
    this.dress();
    if (hadFocus) fresh.querySelector("summary")?.focus({ preventScroll: true });
  }

  drop(message) {
    const next = message.nextElementSibling ?? message.previousElementSibling;
    message.remove();
    this.dress();
    next?.querySelector("summary")?.focus({ preventScroll: true });
  }

  /** Brings a message into view and marks it. Whether it is here. */
  show(id) {
    const message = this.#find(id);
    if (!message) return false;
    message.scrollIntoView({ block: "center" });
    message.classList.remove("say--found");
    requestAnimationFrame(() => message.classList.add("say--found"));
    message.focus({ preventScroll: true });
    return true;
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

  /** How far the other one has read, as `{to, at}`, or who of a group has read it all, as `{by}`. */
  set seen(seen) {
    this.seenTo = seen;
    this.#keepPlace(() => this.dressLastLine());
  }

  dress() {
    const lang = document.documentElement.lang || undefined;
    for (const line of this.said.querySelectorAll(".day")) line.remove();
    let [previous, author] = [null, ""];
    for (const message of this.messages) {
      const moment = new Date(message.dataset.moment);
      const words = lineAbove(moment, previous, new Date(), lang);
      if (words) message.before(Object.assign(document.createElement("p"), { className: "day", textContent: words }));
      message.title = moment.toLocaleString(lang, { dateStyle: "full", timeStyle: "short" });
      message.querySelector("time").textContent = time(moment, lang);
      message.querySelector("[data-answer]")?.toggleAttribute("hidden", !this.closest("conversation-page")?.querySelector("message-composer"));
      message.classList.toggle("say--goes-on", !words && Boolean(message.dataset.by) && message.dataset.by === author);
      [previous, author] = [moment, message.dataset.by];
    }
    this.dressLastLine();
  }

  /** Below the last message, if it is yours: whether it was seen. */
  dressLastLine() {
    const line = this.querySelector("[data-last-line]");
    const last = this.messages.at(-1);
    line.hidden = !last?.dataset.client || "notice" in last.dataset || this.unsent.childElementCount > 0;
    if (!line.hidden) line.textContent = this.#whoSaw(last);
  }

  #whoSaw(last) {
    if (this.seenTo?.by) return this.dataset.seenBy.replace("{names}", this.seenTo.by);
    const isSeen = BigInt(this.seenTo?.to || 0) >= BigInt(last.dataset.message);
    return isSeen ? this.dataset.seen.replace("{time}", seenAt(this.seenTo.at)) : this.dataset.sent;
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
