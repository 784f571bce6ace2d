/** The outbox of this tab. It is there on every page, so that a message goes out wherever the reader has gone meanwhile. */
import { Outbox, Shelf } from "../live/outbox.js";
import { systemClock } from "../lib/clock.js";
import { send } from "../lib/send.js";
import { toast } from "../lib/toast.js";

/** @type {Outbox | null} */
let own = null;
const PREFIX = "linnet.dm.";

/** That of who is signed in; null while nobody is. */
export function outbox() {
  return own;
}

class MessageOutbox extends HTMLElement {
  #gone = new AbortController();

  connectedCallback() {
    const signal = this.#gone.signal;
    const key = `${PREFIX}outbox.${this.dataset.person}`;
    own = new Outbox({ shelf: new Shelf(localStorage, key), send: post, clock: systemClock, random: Math.random, today: Date.now });
    own.addEventListener("refused", ({ detail }) => this.#refused(detail.note), { signal });
    addEventListener("storage", (event) => event.key === key && own.changedElsewhere(), { signal });
    addEventListener("online", () => own.hurry(), { signal });
    document.addEventListener("linnet:connected_again", () => own.hurry(), { signal });
    own.start();
  }

  disconnectedCallback() {
    this.#gone.abort();
    own = null;
  }

  /** What a note says about itself: on its way, waiting, or why it was refused. */
  words(note) {
    if (note.state === "refused") return note.words || this.dataset[note.code] || this.dataset.failed;
    return note.isSending ? this.dataset.sending : this.dataset.waiting;
  }

  /** Told where its conversation is not on the screen; there the note tells it itself. */
  #refused(note) {
    if (document.querySelector(`conversation-page[data-talk="${note.to}"]`)) return;
    toast(this.dataset.elsewhere.replace("{name}", note.name), { kind: "error", action: { words: this.dataset.show, url: note.url } });
  }
}

function post({ url, text, card_path, answers = "", pictures = [], clip = "", id }, signal) {
  const shown = pictures.map((picture) => ["picture", picture]);
  return send(url, { body: [["text", text], ["card_path", card_path], ["answers", answers], ["clip", clip], ["client_id", id], ...shown], signal });
}

/** After logging out nobody on this machine reads what was not sent. */
export function forgetMessages() {
  for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
}

customElements.define("message-outbox", MessageOutbox);
