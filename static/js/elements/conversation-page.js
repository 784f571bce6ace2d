/** An open conversation: fetches what a nudge announced, tells what was seen and that one is writing, and shows what is still on its way. */
import { newId } from "../lib/new_id.js";
import { send } from "../lib/send.js";
import { toast } from "../lib/toast.js";
import "./message-log.js";
import { outbox } from "./message-outbox.js";

const SETTLE_MS = 400; // before what is on the screen counts as seen
const TYPING_MS = 3000; // how often we say that one is writing
const TYPED_MS = 6000; // how long that holds

class ConversationPage extends HTMLElement {
  #gone = new AbortController();
  #isFetching = false;
  #mustFetch = false;
  #saidAt = 0; // when we last said that one is writing
  #typing = new Map(); // name → timer

  connectedCallback() {
    this.#gone = new AbortController();
    customElements.upgrade(this); // the log inside may come to life later than we do
    this.log = this.querySelector("message-log");
    this.#showSeen(this);
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
    for (const timer of this.#typing.values()) clearTimeout(timer);
  }

  #listen(signal) {
    const mine = (act) => ({ detail }) => detail.talk === this.dataset.talk && act(detail);
    document.addEventListener("linnet:message_sent", mine((sent) => this.#announced(sent)), { signal });
    document.addEventListener("linnet:message_changed", mine(({ message }) => this.#fetchAgain(message)), { signal });
    document.addEventListener("linnet:messages_read", mine((read) => this.#read(read)), { signal });
    document.addEventListener("linnet:person_typed", mine(({ person }) => this.#typed(person)), { signal });
    document.addEventListener("linnet:conversation_changed", mine((changed) => this.#changed(changed)), { signal });
    for (const name of ["linnet:connected", "linnet:connected_again"]) document.addEventListener(name, () => this.fetchNewer(), { signal });
    document.addEventListener("visibilitychange", () => this.#shown(), { signal });
    this.addEventListener("click", (event) => this.#clicked(event), { signal });
    this.addEventListener("submit", (event) => this.#submitted(event), { signal });
    this.addEventListener("input", (event) => event.target.matches(".write__field") && this.#sayTyping(), { signal });
    this.addEventListener("message-written", ({ detail }) => this.#write(detail), { signal });
    outbox()?.addEventListener("changed", () => this.#showUnsent(), { signal });
    outbox()?.addEventListener("sent", ({ detail }) => this.#sent(detail), { signal });
  }

  // ---- Reading

  #announced({ author }) {
    if (author !== this.dataset.me) this.#showTyping(new Map());
    this.fetchNewer();
  }

  /** Of a group the name or the people are others; or one is in it no more, and leaves its page. */
  #changed({ is_over }) {
    if (is_over) return location.assign("/messages/");
    if ("group" in this.dataset) globalThis.htmx?.ajax("GET", this.dataset.url, { target: "#talk-bar", select: "#talk-bar", swap: "outerHTML" });
  }

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
    this.#arrive([...part.children]);
    this.#showSeen(part);
  }

  #showSeen({ dataset }) {
    this.log.seen = { to: dataset.seenTo, at: dataset.seenAt, by: dataset.seenBy };
  }

  #arrive(messages) {
    if (!messages.length) return;
    this.dataset.reached = messages.at(-1).dataset.message;
    const theirs = this.log.add(messages).filter((message) => !message.dataset.client);
    if (!theirs.length) return;
    this.log.news();
    this.#tell();
    this.querySelector("[data-aloud]").textContent = theirs.map((message) => this.#aloud(message)).join("\n");
  }

  #aloud(message) {
    const author = message.querySelector("[data-author]")?.textContent;
    return author ? `${author}: ${said(message)}` : message.textContent.trim();
  }

  /** A message is not as it was: somebody reacted, or it is gone. */
  async #fetchAgain(id) {
    if (!this.log.has(id)) return;
    const fresh = await fetched(`/said/${id}/`).catch(() => null);
    if (fresh) this.log.replace(fresh.firstElementChild);
  }

  #shown() {
    if (document.hidden) return;
    this.fetchNewer();
    this.#tell();
  }

  /** Says, once it has been on the screen for a moment, that their newest message was seen. A request tells nobody. */
  #tell() {
    clearTimeout(this.timer);
    if (this.dataset.readUrl) this.timer = setTimeout(() => this.#tellNow(), SETTLE_MS);
  }

  async #tellNow() {
    const to = this.log.newestTheirs;
    if (document.hidden || !to || to === this.told) return;
    this.told = to;
    await send(this.dataset.readUrl, { body: { to } }).catch(() => (this.told = ""));
  }

  #read({ reader, read_to, read_at }) {
    if (reader === this.dataset.me) return;
    if ("group" in this.dataset) this.fetchNewer();
    else this.log.seen = { to: read_to, at: read_at };
  }

  // ---- Writing right now

  #sayTyping() {
    if (Date.now() - this.#saidAt < TYPING_MS) return;
    this.#saidAt = Date.now();
    document.dispatchEvent(new CustomEvent("linnet:say", { detail: { typing: this.dataset.talk } }));
  }

  #typed(name) {
    clearTimeout(this.#typing.get(name));
    const timer = setTimeout(() => {
      this.#typing.delete(name);
      this.#showTyping(this.#typing);
    }, TYPED_MS);
    this.#showTyping(this.#typing.set(name, timer));
  }

  #showTyping(typing) {
    this.#typing = typing;
    const line = this.querySelector("[data-typing]");
    const [name] = typing.keys();
    line.hidden = !name;
    line.textContent = typing.size > 1 ? line.dataset.typingMany : line.dataset.typing.replace("{name}", name ?? "");
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

  #write(written) {
    const { talk: to, name, url } = this.dataset;
    outbox().put({ id: newId(), to, name, url, ...written });
  }

  #sent({ note, answer }) {
    if (note.to !== this.dataset.talk) return;
    this.log.add([...elements(answer.html).children]);
    this.#showUnsent();
  }

  #showUnsent() {
    const words = document.querySelector("message-outbox");
    this.log.showUnsent((outbox()?.to(this.dataset.talk) ?? []).map((note) => this.#bubble(note, words.words(note))));
  }

  #bubble(note, words) {
    const bubble = this.querySelector("[data-unsent-message]").content.firstElementChild.cloneNode(true);
    const part = (name) => bubble.querySelector(`[data-${name}]`);
    bubble.dataset.note = note.id;
    bubble.dataset.state = note.isSending ? "sending" : note.state;
    part("text").textContent = note.text || note.card_path;
    part("text").hidden = !(note.text || note.card_path);
    part("state").textContent = words;
    part("pictures").hidden = !note.pictures?.length;
    part("pictures").querySelector("span").textContent = note.pictures?.length ?? "";
    part("voiced").hidden = !note.clip;
    part("quoted").hidden = !note.quoted;
    part("quoted-author").textContent = note.quoted?.author ?? "";
    part("quoted-text").textContent = note.quoted?.text ?? "";
    return bubble;
  }

  // ---- What is done with a message

  #clicked(event) {
    const [earlier, answer, jump] = ["[data-earlier]", "[data-answer]", "[data-jump]"].map((which) => event.target.closest(which));
    const id = event.target.closest("[data-note]")?.dataset.note;
    if (earlier) {
      stop(event);
      this.#fetchEarlier(earlier);
    }
    if (answer) this.#answer(answer.closest("[data-message]"));
    if (jump && this.log.show(jump.dataset.jump)) stop(event);
    if (event.target.closest("[data-resend]")) outbox().sendAgain(id);
    if (event.target.closest("[data-drop]")) outbox().drop(id);
  }

  #answer(message) {
    message.querySelector("details")?.removeAttribute("open");
    const author = message.querySelector("[data-author]").textContent;
    this.querySelector("message-composer")?.answer({ id: message.dataset.message, author, text: said(message) });
  }

  /** A reaction, or deleting; whatever else is sent from here goes its own way. */
  async #submitted(event) {
    const form = event.target;
    if (!form.matches("[data-react], [data-delete]")) return;
    event.preventDefault();
    form.closest("details")?.removeAttribute("open");
    const message = form.closest("[data-message]");
    try {
      await send(form.getAttribute("action"), { body: [...new FormData(form, event.submitter)] });
      if (form.dataset.delete === "me") this.log.drop(message);
      else await this.#fetchAgain(message.dataset.message);
    } catch (failure) {
      toast(failure.text || this.dataset.lost, { kind: "error" });
    }
  }
}

function stop(event) {
  event.preventDefault();
  event.stopPropagation();
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

const said = (message) => message.querySelector(".say__text")?.textContent ?? message.querySelector(".space-card__title, .quote__text, .profile-card b")?.textContent ?? message.querySelector("voice-player, .say__pictures a")?.getAttribute("aria-label") ?? "";

customElements.define("conversation-page", ConversationPage);
