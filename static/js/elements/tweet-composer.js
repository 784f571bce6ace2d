/** Where Tweets are written, one or a thread of them. It counts as the server does, keeps a draft, and loses nothing. */
import "./composer-part.js";
import { systemClock } from "../lib/clock.js";
import { pack, unpack } from "../lib/composed.js";
import { Draft } from "../lib/draft.js";
import { newId } from "../lib/new_id.js";
import { send } from "../lib/send.js";
import { toast } from "../lib/toast.js";
import { canRecord } from "../live/dictaphone.js";
import { UntilSent } from "../lib/until_sent.js";

const WARN_LEFT = 20;
const LONGEST = 25; // Tweets, as in threads.py
const STALE_MS = 86_400_000; // sent so long ago without a connection, it is only a draft: what it says may be over

class TweetComposer extends HTMLElement {
  connectedCallback() {
    this.recorderAtFirst ??= this.querySelector("voice-recorder").cloneNode(true);
    customElements.upgrade(this); // brought in later, its parts would follow only after it
    this.form = this.querySelector("form");
    this.button = this.querySelector("[data-send]");
    this.limit = Number(this.dataset.limit);
    this.current = this.parts[0];
    this.waiting = null;
    this.untilSent ??= new UntilSent({ send: () => this.deliver(), clock: systemClock, random: Math.random });
    const composer = this;
    const source = { get value() { return pack(composer.composed()); } }; // prettier-ignore
    this.draft = new Draft(source, `linnet.draft.${this.dataset.person}.${this.dataset.context}`);
    this.listen();
    if (!this.parts[0].words) this.restore(this.kept());
    this.show();
  }

  /** What waits for a connection goes on waiting: a sheet may be closed meanwhile. */
  disconnectedCallback() {
    removeEventListener("pagehide", this.leaving);
    this.draft.keep();
    if (this.untilSent.isWaiting) return;
    removeEventListener("online", this.backOnLine);
    document.removeEventListener("linnet:connected_again", this.backOnLine);
  }

  listen() {
    this.addEventListener("part-changed", () => this.changed());
    this.addEventListener("clip-changed", () => this.changed());
    this.addEventListener("input", () => this.dontWait());
    this.addEventListener("input", (event) => event.target.name === "scheduled_for" && this.show());
    this.addEventListener("input", () => this.draft.keepSoon());
    this.addEventListener("keydown", (event) => this.pressed(event));
    this.addEventListener("focusin", (event) => this.focused(event.target.closest("composer-part")));
    this.addEventListener("click", (event) => event.target.closest("[data-drop]") && this.drop(event.target.closest("composer-part")));
    this.addEventListener("toggle", (event) => this.toggled(event.target), true);
    this.querySelector("[data-add]").addEventListener("click", () => this.add().field.focus());
    const pick = this.querySelector("[data-pick]");
    pick.hidden = false;
    pick.addEventListener("click", () => this.current.pictures.pick());
    const voice = this.querySelector("[data-voice]");
    voice.hidden = false;
    voice.addEventListener("click", () => this.speak());
    this.addEventListener("paste", (event) => this.brought(event, event.clipboardData));
    this.addEventListener("drop", (event) => this.brought(event, event.dataTransfer));
    this.addEventListener("dragover", (event) => event.dataTransfer.types.includes("Files") && event.preventDefault());
    this.form.addEventListener("submit", (event) => this.submitted(event));
    this.leaving = () => this.draft.keep();
    addEventListener("pagehide", this.leaving);
    this.querySelector("[data-wait-not]").addEventListener("click", () => this.takenBack());
    this.backOnLine = () => this.untilSent.hurry();
    addEventListener("online", this.backOnLine);
    document.addEventListener("linnet:connected_again", this.backOnLine);
    for (const more of this.querySelectorAll("details")) this.toggled(more);
  }

  /** What was typed here before; else what the server kept, or the words to begin with. */
  kept() {
    if (this.draft.words === null && this.dataset.composed) return JSON.parse(this.dataset.composed);
    return unpack(this.draft.words ?? this.dataset.words);
  }

  get parts() {
    return [...this.querySelectorAll("composer-part")];
  }

  /** Shows where one records or chooses a file; where one can, it begins at once. To be called while a click is handled. */
  speak() {
    const { voice } = this.current;
    if (voice.isEmpty && canRecord()) return voice.start();
    voice.hidden = false;
    if (voice.isEmpty) voice.querySelector("[data-choose]").focus();
  }

  // ---- What stands in it ---------------------------------------------------------------------------------------------

  composed() {
    const { warning, poll_minutes: minutes, scheduled_for: later, is_sensitive: sensitive } = this.form.elements;
    const isOpen = (name) => this.querySelector(`[data-${name}]`)?.open;
    return {
      parts: this.parts.map((part) => part.words),
      warning: isOpen("warning") ? warning.value : "",
      options: isOpen("poll") ? this.options.map((field) => field.value) : [],
      minutes: minutes?.value,
      pictures: this.parts.flatMap((part, number) => part.pictures.kept().map((picture) => ({ ...picture, of: number }))),
      clips: this.parts.flatMap((part, number) => (part.voice.value ? [{ id: part.voice.value, of: number }] : [])),
      circle: this.circle,
      isSensitive: sensitive.checked,
      later: isOpen("later") ? later.value : "",
      waiting: this.waiting,
    };
  }

  /** Who may reply, where that is not what this person usually chooses. */
  get circle() {
    const choice = this.form.elements.replies_from;
    return !choice || choice.selectedOptions[0]?.defaultSelected ? "" : choice.value;
  }

  restore({ waiting, ...composed }) {
    this.fillIn(composed);
    if (waiting && Date.now() - waiting.since < STALE_MS) this.goOnWaiting(waiting);
  }

  fillIn({ parts, warning, options = [], minutes, pictures = [], clips = [], circle, isSensitive = false, later }) {
    this.form.elements.is_sensitive.checked = isSensitive;
    if (circle && this.form.elements.replies_from) this.form.elements.replies_from.value = circle;
    if (later) this.open("later").querySelector("input").value = inLocalTime(new Date(later));
    this.parts[0].words = parts[0];
    for (const words of parts.slice(1)) this.add(words);
    for (const [number, part] of this.parts.entries()) part.pictures.restore(pictures.filter(({ of = 0 }) => of === number));
    for (const { id, of = 0 } of clips) this.parts[of]?.voice.restore(id);
    if (warning) this.open("warning").querySelector("input").value = warning;
    if (!options.some(Boolean) || !this.querySelector("[data-poll]")) return;
    this.open("poll").querySelector("select").value = minutes;
    this.options.forEach((field, number) => (field.value = options[number] ?? ""));
  }

  /** Pictures that are pasted or dropped; words find their own way. */
  brought(event, { files }) {
    if (!files.length) return;
    event.preventDefault();
    (event.target.closest("composer-part") ?? this.current).pictures.take(files);
  }

  get options() {
    return [...this.querySelectorAll("[name=option]")];
  }

  open(name) {
    const more = this.querySelector(`[data-${name}]`);
    more.open = true;
    this.toggled(more);
    return more;
  }

  /** What is folded away is not sent. */
  toggled(more) {
    if (!more.matches?.("[data-poll], [data-warning], [data-later]")) return;
    for (const field of more.querySelectorAll("input, select")) field.disabled = !more.open;
    if (more.open && more.contains(document.activeElement)) more.querySelector("input").focus();
    this.draft.keepSoon();
    this.show();
  }

  /** When it shall go out, as the server reads it; empty for now. */
  get moment() {
    const { scheduled_for: field } = this.form.elements;
    const moment = new Date(field.disabled ? "" : field.value);
    return Number.isNaN(moment.valueOf()) ? "" : moment.toISOString();
  }

  add(words = "") {
    const part = this.parts[0].cloneNode(true);
    const field = part.querySelector("textarea");
    field.removeAttribute("id");
    field.value = words;
    part.querySelector("[data-shots]").replaceChildren();
    part.querySelector("voice-recorder").replaceWith(this.recorderAtFirst.cloneNode(true));
    part.querySelector("[data-drop]").hidden = false;
    (this.current ?? this.parts.at(-1)).after(part);
    this.focused(part);
    return part;
  }

  drop(part) {
    const before = this.parts[this.parts.indexOf(part) - 1];
    part.pictures.takeAllOut();
    if (!part.voice.isEmpty) part.voice.takeOut();
    part.remove();
    before.field.focus();
    this.changed();
  }

  clear() {
    for (const part of this.parts.slice(1)) part.remove();
    this.current = this.parts[0];
    this.form.reset();
    this.current.pictures.clear();
    this.current.voice.clear();
    this.current.words = "";
    for (const more of this.querySelectorAll("details")) more.open = false;
    this.review("");
    this.dontWait();
    this.draft.keep();
  }

  // ---- Showing it ----------------------------------------------------------------------------------------------------

  pressed(event) {
    if (event.key === "Escape") event.target.blur();
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.form.requestSubmit();
    }
    const part = event.target.closest("composer-part");
    if (event.key === "Backspace" && part?.isEmpty && this.parts.indexOf(part) > 0) {
      event.preventDefault();
      this.drop(part);
    }
  }

  focused(part) {
    if (!part || part === this.current) return;
    this.current = part;
    this.show();
  }

  changed() {
    this.review("");
    this.dontWait();
    this.show();
    this.draft.keepSoon();
  }

  show() {
    const { parts } = this;
    const isReady = parts.every((part) => part.isSaid && !part.isBusy && part.left(this.limit) >= 0);
    this.button.disabled = this.isSending || !isReady;
    this.button.textContent = this.moment ? this.button.dataset.schedule : parts.length > 1 ? this.button.dataset.all : this.button.dataset.one;
    this.querySelector("[data-add]").hidden = !isReady || parts.length >= LONGEST;
    for (const part of parts) part.show(this.limit);
    this.querySelector("[data-sensitive]").hidden = parts.every((part) => !part.pictures.count);
    this.showCount();
  }

  showCount() {
    const left = this.current.left(this.limit);
    const count = this.querySelector("[data-count]");
    const isNear = left <= WARN_LEFT;
    count.hidden = !this.current.words;
    count.classList.toggle("count--near", isNear && left >= 0);
    count.classList.toggle("count--over", left < 0);
    this.querySelector("[data-left]").textContent = isNear ? String(left).replace("-", "−") : "";
    const share = Math.min(100, (100 * (this.limit - left)) / this.limit);
    this.querySelector("[data-arc]").setAttribute("stroke-dasharray", `${share} 100`);
    this.querySelector("[data-spoken]").textContent = this.spokenCount(left, isNear);
  }

  spokenCount(left, isNear) {
    if (left < 0) return this.dataset.over.replace("{count}", -left);
    return isNear && left % 5 === 0 ? this.dataset.left.replace("{count}", left) : "";
  }

  // ---- Sending it ----------------------------------------------------------------------------------------------------

  async submitted(event) {
    event.preventDefault();
    const isKept = event.submitter?.matches("[data-keep-draft]");
    if (this.button.disabled && !isKept) return;
    this.draft.keep();
    if (!(await this.deliver({ isKept }))) this.wait();
  }

  /** Whether that is settled: it has arrived, or was refused. It is not when Linnet could not be reached. */
  async deliver({ isKept = false } = {}) {
    for (const [number, part] of this.parts.entries()) for (const brought of [part.pictures, part.voice]) brought.belongTo(number);
    const form = new FormData(this.form);
    form.set("scheduled_for", isKept ? "" : this.moment);
    this.busy(true);
    try {
      this.done(await send(isKept ? this.dataset.keepUrl : this.form.action, { body: [...form] }));
    } catch (failure) {
      if (failure.code === "unreachable" && !isKept) return false;
      this.refused(failure);
    } finally {
      this.busy(false);
    }
    return true;
  }

  refused({ code, text }) {
    if (code === "signed_out") return this.note(this.dataset.signedOut); // what waits goes out after logging in
    this.dontWait();
    if (code === "draft_gone") this.form.elements.draft?.remove(); // the next press sends it as it stands
    if (code === "review_first") this.review(text);
    else if (code === "too_fast") this.note(text);
    else toast(text || this.dataset.failed, { kind: "error" });
  }

  // ---- Without a connection ------------------------------------------------------------------------------------------

  /** It stays here, through a closed tab too, and goes out as soon as Linnet can be reached; changed meanwhile, only when it is sent anew. */
  wait() {
    this.waiting = { sentAs: this.form.elements.sent_as.value, since: Date.now() };
    this.note(this.dataset.waiting, { isWaiting: true });
    this.draft.keep();
    this.untilSent.start();
  }

  /** As the same sending, so that it is posted once even if the first one arrived after all. */
  goOnWaiting(waiting) {
    this.waiting = waiting;
    this.form.elements.sent_as.value = waiting.sentAs;
    this.note(this.dataset.waiting, { isWaiting: true });
    this.untilSent.start();
  }

  dontWait() {
    this.waiting = null;
    this.untilSent.stop();
    this.note("");
  }

  takenBack() {
    this.dontWait();
    this.draft.keep();
    this.current.field.focus();
  }

  /** What is to be known about these words, and stays until they change. */
  note(words, { isWaiting = false } = {}) {
    const box = this.querySelector("[data-note]");
    box.hidden = !words;
    box.toggleAttribute("data-waits", isWaiting);
    box.querySelector("span").textContent = words;
    box.querySelector("[data-wait-not]").hidden = !isWaiting;
  }

  /** Asks, with the words kept, whether they shall go out like this; the second press sends them. Empty takes the question back. */
  review(question) {
    const box = this.querySelector("[data-review]");
    box.hidden = !question;
    box.querySelector("span").textContent = question;
    this.form.elements.reviewed.disabled = !question;
  }

  busy(isSending) {
    this.isSending = isSending;
    for (const part of this.parts) part.field.readOnly = isSending;
    this.button.setAttribute("aria-busy", String(isSending));
    this.show();
  }

  done(tweet) {
    this.clear();
    this.form.elements.sent_as.value = newId();
    this.form.elements.draft?.remove();
    this.closest("modal-box, write-sheet")?.close();
    if (tweet.kept) return toast(this.dataset[tweet.kept === "scheduled" ? "scheduled" : "kept"], { action: { words: this.dataset.show, url: tweet.url } });
    const isShown = !document.dispatchEvent(new CustomEvent("linnet:tweeted", { detail: tweet, cancelable: true }));
    toast(this.dataset.sent, isShown ? {} : { action: { words: this.dataset.show, url: tweet.url } });
  }
}

/** As a field for day and time has it. */
function inLocalTime(moment) {
  return new Date(moment - moment.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

customElements.define("tweet-composer", TweetComposer);
