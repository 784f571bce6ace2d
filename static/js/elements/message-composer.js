/** Where a message is written: it grows, keeps a draft, takes pictures, a voice and what it answers, and hands what is sent to the page at once. */
import "./composer-pictures.js";
import "./voice-recorder.js";
import { Draft } from "../lib/draft.js";
import { cleaned, isBlank } from "../lib/weighted.js";

const NEAR = 200; // characters left at which they are counted

class MessageComposer extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.field = this.querySelector("textarea");
    this.draft = new Draft(this.field, `linnet.dm.draft.${this.dataset.key}`);
    this.field.value ||= this.draft.words ?? "";
    this.field.addEventListener("input", () => this.changed());
    this.field.addEventListener("keydown", (event) => this.pressed(event));
    this.form.addEventListener("submit", (event) => this.submitted(event));
    this.pictures = this.querySelector("composer-pictures");
    this.voice = this.querySelector("voice-recorder");
    for (const part of [this.pictures, this.voice]) customElements.upgrade(part);
    for (const news of ["part-changed", "clip-changed"]) this.addEventListener(news, () => this.show());
    this.field.addEventListener("paste", (event) => this.pictures.take(event.clipboardData.files));
    this.#offer("[data-pick]", () => this.pictures.pick());
    this.#offer("[data-voice]", () => this.voice.start());
    this.#offerNoCard();
    this.querySelector("[data-answer-none]").addEventListener("click", () => this.answerNone());
    this.show();
  }

  #offer(which, act) {
    const button = this.querySelector(which);
    button.hidden = false;
    button.addEventListener("click", act);
  }

  disconnectedCallback() {
    this.draft.keep();
  }

  get card() {
    return this.form.elements.card_path;
  }

  #offerNoCard() {
    const button = this.querySelector("[data-without-card]");
    button?.removeAttribute("hidden");
    button?.addEventListener("click", () => this.withoutCard());
  }

  // ---- What it answers

  /** @param {{id: string, author: string, text: string}} message */
  answer({ id, author, text }) {
    this.quoted = { author, text: text.slice(0, 200) };
    this.form.elements.answers.value = id;
    this.querySelector("[data-answered-author]").textContent = author;
    this.querySelector("[data-answered-text]").textContent = text;
    this.querySelector("[data-answering]").hidden = false;
    this.field.focus();
  }

  answerNone() {
    this.quoted = null;
    this.form.elements.answers.value = "";
    this.querySelector("[data-answering]").hidden = true;
    this.field.focus();
  }

  get #isBusy() {
    return this.pictures.isBusy || this.voice.isBusy;
  }

  /** Whether there is something to send besides words. */
  get #hasMore() {
    return Boolean(this.card.value || this.pictures.count || this.voice.value);
  }

  get sentPictures() {
    return this.pictures.shots.map((shot) => shot.querySelector("[name=picture]").value);
  }

  // ---- What it says

  withoutCard() {
    this.card.value = "";
    this.querySelector("[data-card]")?.remove();
    this.show();
    this.field.focus();
  }

  changed() {
    this.show();
    this.draft.keepSoon();
  }

  show() {
    const words = cleaned(this.field.value);
    const left = Number(this.dataset.limit) - [...words].length;
    this.querySelector("[data-send]").disabled = left < 0 || this.#isBusy || (isBlank(words) && !this.#hasMore);
    const count = this.querySelector("[data-left]");
    count.hidden = left > NEAR;
    count.classList.toggle("write__left--over", left < 0);
    count.textContent = left < 0 ? this.dataset.over.replace("{count}", -left) : count.hidden ? "" : String(left);
    this.grow();
  }

  /** Browsers without `field-sizing` count lines. */
  grow() {
    if (CSS.supports("field-sizing", "content")) return;
    this.field.rows = Math.min(8, this.field.value.split("\n").length);
  }

  /** Enter sends where there is a keyboard; on a touch screen it begins a line. Ctrl+Enter sends everywhere. */
  pressed(event) {
    if (event.key === "Escape" && this.quoted) this.answerNone();
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    const isDesk = matchMedia("(hover: hover) and (pointer: fine)").matches;
    if (!isDesk && !event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    this.form.requestSubmit();
  }

  submitted(event) {
    event.preventDefault();
    this.show();
    if (this.querySelector("[data-send]").disabled) return;
    const answers = this.form.elements.answers.value;
    const detail = { text: this.field.value, card_path: this.card.value, answers, quoted: this.quoted, pictures: this.sentPictures, clip: this.voice.value };
    this.field.value = "";
    this.pictures.clear();
    this.voice.clear();
    this.answerNone();
    this.draft.keep();
    this.withoutCard();
    this.querySelector(".write__wrong")?.remove();
    this.dispatchEvent(new CustomEvent("message-written", { detail, bubbles: true }));
  }
}

customElements.define("message-composer", MessageComposer);
