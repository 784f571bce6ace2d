/** An open conversation: fetches what a nudge announced, tells what was seen, and shows what is still on its way. */
import { newId } from "../lib/new_id.js";
import { send } from "../lib/send.js";
import { toast } from "../lib/toast.js";
import "./message-log.js";
import { outbox } from "./message-outbox.js";

const SETTLE_MS = 400; // before what is on the screen counts as seen

class ConversationPage extends HTMLElement {
  #gone = new AbortController();
  #isFetching = false;
  #mustFetch = false;

  connectedCallback() {
    this.#gone = new AbortController();
    customElements.upgrade(this); // the log inside may come to life later than we do
    this.log = this.querySelector("message-log");
    this.log.seen = { to: this.dataset.seenTo, at: this.dataset.seenAt };
    this.told = this.log.newestTheirs; // the page itself told that these were seen
    this.#listen(this.#gone.signal);
    this.#watchHead();
    this.#showUnsent();
    if ("wasOpen" in this.dataset) this.fetchNewer(); // shown again from history
    this.dataset.wasOpen = "";
  }

  disconnectedCallback() {
    this.#gone.abort();
    this.watcher?.disconnect();
    clearTimeout(this.timer);
  }

  #listen(signal) {
    const mine = (act) => ({ detail }) => detail.person === this.dataset.person && act(detail);
    document.addEventListener("linnet:message_sent", mine(() => this.fetchNewer()), { signal });
    document.addEventListener("linnet:messages_read", mine((read) => this.#read(read)), { signal });
    for (const name of ["linnet:connected", "linnet:connected_again"]) document.addEventListener(name, () => this.fetchNewer(), { signal });
    document.addEventListener("visibilitychange", () => this.#shown(), { signal });
    this.addEventListener("click", (event) => this.#clicked(event), { signal });
    this.addEventListener("message-written", ({ detail }) => this.#write(detail), { signal });
    outbox()?.addEventListener("changed", () => this.#showUnsent(), { signal });
    outbox()?.addEventListener("sent", ({ detail }) => this.#sent(detail), { signal });
  }

  // ---- Reading

  /** Everything after what this page has all of. One at a time; a nudge that comes meanwhile asks once more. */
  async fetchNewer() {
    this.#mustFetch = true;
    if (this.#isFetching) return;
    this.#isFetching = true;
    try {
      while (this.#mustFetch && this.isConnected) await this.#fetchOnce();
    } catch {
      // The next nudge, or the connection when it is back, asks again.
    } finally {
      this.#isFetching = false;
    }
  }

  async #fetchOnce() {
    this.#mustFetch = false;
    const part = (await fetched(`${this.dataset.url}?after=${this.dataset.reached}`)).firstElementChild;
    this.#mustFetch ||= part.dataset.more === "true";
    this.log.seen = { to: part.dataset.seenTo, at: part.dataset.seenAt };
    this.#arrive([...part.children]);
  }

  #arrive(messages) {
    if (!messages.length) return;
    this.dataset.reached = messages.at(-1).dataset.message;
    const theirs = this.log.add(messages).filter((message) => !message.dataset.client);
    if (!theirs.length) return;
    this.log.news();
    this.#tell();
    this.querySelector("[data-aloud]").textContent = theirs.map((message) => `${this.dataset.name}: ${said(message)}`).join("\n");
  }

  #shown() {
    if (document.hidden) return;
    this.fetchNewer();
    this.#tell();
  }

  /** Says, once it has been on the screen for a moment, that their newest message was seen. */
  #tell() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#tellNow(), SETTLE_MS);
  }

  async #tellNow() {
    const to = this.log.newestTheirs;
    if (document.hidden || !to || to === this.told) return;
    this.told = to;
    await send(this.dataset.readUrl, { body: { to } }).catch(() => (this.told = ""));
  }

  #read({ reader, read_to, read_at }) {
    if (reader === this.dataset.person) this.log.seen = { to: read_to, at: read_at };
  }

  // ---- Earlier messages

  #watchHead() {
    this.watcher?.disconnect();
    const earlier = this.log.querySelector("[data-earlier]");
    if (!earlier) return;
    this.watcher = new IntersectionObserver(([entry]) => entry.isIntersecting && this.#fetchEarlier(earlier), { root: this.log, rootMargin: "400px" });
    this.watcher.observe(earlier);
  }

  async #fetchEarlier(link) {
    if (link.getAttribute("aria-busy") === "true") return;
    link.setAttribute("aria-busy", "true");
    try {
      const part = await fetched(link.href);
      this.log.addEarlier(part.querySelector("[data-head]"), [...part.querySelectorAll("[data-message]")]);
      this.#watchHead();
    } catch {
      toast(this.dataset.failed, { kind: "error" });
    } finally {
      link.removeAttribute("aria-busy");
    }
  }

  // ---- Writing

  #write({ text, card_path }) {
    const { person: to, name, url } = this.dataset;
    outbox().put({ id: newId(), to, name, url, text, card_path });
  }

  #sent({ note, answer }) {
    if (note.to !== this.dataset.person) return;
    this.log.add([...elements(answer.html).children]);
    this.#showUnsent();
  }

  #showUnsent() {
    const words = document.querySelector("message-outbox");
    this.log.showUnsent((outbox()?.to(this.dataset.person) ?? []).map((note) => this.#bubble(note, words.words(note))));
  }

  #bubble(note, words) {
    const bubble = this.querySelector("[data-unsent-message]").content.firstElementChild.cloneNode(true);
    bubble.dataset.note = note.id;
    bubble.dataset.state = note.isSending ? "sending" : note.state;
    bubble.querySelector("[data-text]").textContent = note.text || note.card_path;
    bubble.querySelector("[data-state]").textContent = words;
    return bubble;
  }

  #clicked(event) {
    const earlier = event.target.closest("[data-earlier]");
    const id = event.target.closest("[data-note]")?.dataset.note;
    if (earlier) {
      event.preventDefault();
      event.stopPropagation();
      this.#fetchEarlier(earlier);
    }
    if (event.target.closest("[data-resend]")) outbox().sendAgain(id);
    if (event.target.closest("[data-drop]")) outbox().drop(id);
  }
}

async function fetched(url) {
  const response = await fetch(url, { headers: { "HX-Request": "true" }, redirect: "error" });
  if (!response.ok) throw new Error(response.statusText);
  return elements(await response.text());
}

function elements(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

const said = (message) => message.querySelector(".say__text")?.textContent ?? message.querySelector(".space-card__title")?.textContent ?? "";

customElements.define("conversation-page", ConversationPage);
