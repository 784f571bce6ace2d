/** A Fleet that is being made: words on paper, or a picture that is sent at once. What was typed is kept by the browser until it is out. */
import { Draft } from "../lib/draft.js";
import { send } from "../lib/send.js";
import { swipeOf } from "../lib/swipe.js";
import { toast } from "../lib/toast.js";
import { upload } from "../lib/upload.js";
import { cleaned, isBlank, weightedLength } from "../lib/weighted.js";

const LOOK_MS = 500; // how often we ask whether a picture is ready
const NEAR = 40; // characters left, from which on they are counted

class FleetStudio extends HTMLElement {
  connectedCallback() {
    const find = (name) => this.querySelector(`[data-${name}]`);
    [this.form, this.words, this.photoWords, this.alt, this.file] = [this.querySelector("form"), find("words"), find("photo-words"), find("alt"), find("file")];
    [this.shot, this.bar, this.sendButton] = [find("shot"), find("progress"), find("send")];
    this.recorder = this.querySelector("voice-recorder");
    this.addEventListener("clip-changed", () => this.changed());
    this.card = this.form.elements.card_path.value;
    this.form.addEventListener("submit", (event) => this.submitted(event));
    this.form.addEventListener("input", () => this.changed());
    this.form.addEventListener("change", () => this.changed());
    this.file?.addEventListener("change", () => this.take(this.file.files[0]));
    find("take-out")?.addEventListener("click", () => this.takeOut());
    this.addEventListener("touchstart", ({ touches }) => (this.from = touches.length === 1 ? touches[0] : null), { passive: true });
    this.addEventListener("touchend", ({ changedTouches }) => this.swiped(changedTouches[0]), { passive: true });
    this.addEventListener("paste", (event) => this.pasted(event));
    this.addEventListener("keydown", (event) => event.key === "Enter" && (event.ctrlKey || event.metaKey) && this.form.requestSubmit());
    this.draft = new Draft(this.kept(), `linnet.draft.${this.dataset.key}.fleet${this.card && `.${this.card}`}`);
    this.restore();
    this.leaving = () => this.draft.keep();
    addEventListener("pagehide", this.leaving);
    this.changed();
  }

  disconnectedCallback() {
    removeEventListener("pagehide", this.leaving);
    this.stopping?.abort();
    this.draft.keep();
  }

  get kind() {
    return this.form.elements.kind?.value ?? "text";
  }

  get text() {
    return { photo: this.photoWords?.value, voice: "" }[this.kind] ?? this.words.value;
  }

  get isReady() {
    if (this.left < 0 || this.isSending) return false;
    if (this.kind === "photo") return Boolean(this.form.elements.picture.value);
    return this.kind === "voice" ? Boolean(this.recorder.value) : Boolean(this.card) || !isBlank(cleaned(this.text));
  }

  get left() {
    return Number(this.dataset.limit) - weightedLength(cleaned(this.text));
  }

  // ---- What is kept --------------------------------------------------------------------------------------------------

  kept() {
    const studio = this;
    return {
      get value() {
        const { words, photoWords, alt, form, key } = studio;
        const clip = studio.recorder?.value ?? "";
        if (!words.value && !photoWords?.value && !alt?.value && !key && !clip) return "";
        const picture = key ? { id: form.elements.picture.value, key } : null;
        return JSON.stringify({ words: words.value, photoWords: photoWords?.value, alt: alt?.value, paper: form.elements.paper.value, kind: studio.kind, picture, clip });
      },
    };
  }

  restore() {
    if (!this.draft.words || this.words.value) return;
    const { words, photoWords, alt, paper, kind, picture, clip } = JSON.parse(this.draft.words);
    this.words.value = words ?? "";
    this.form.elements.paper.value = paper;
    if (!this.file) return;
    this.photoWords.value = photoWords ?? "";
    this.alt.value = alt ?? "";
    if (this.form.elements.kind) this.form.elements.kind.value = kind;
    if (picture) this.bringBack(picture);
    if (clip) customElements.whenDefined("voice-recorder").then(() => this.recorder.restore(clip));
  }

  bringBack({ id, key }) {
    const image = this.querySelector("[data-shown]");
    image.addEventListener("error", () => this.takeOut(), { once: true }); // swept away, or posted by another tab
    image.src = `${this.dataset.pictures}${key}/large.webp`;
    this.shot.hidden = false;
    this.hold(id, key);
  }

  // ---- The page ------------------------------------------------------------------------------------------------------

  changed() {
    const { left } = this;
    const paper = this.form.elements.paper.value;
    const sheet = this.querySelector(".studio__pane--text");
    sheet.className = `studio__pane studio__pane--text studio__card paper paper--${paper}`;
    const line = this.querySelector("[data-left]");
    line.textContent = left > NEAR ? "" : (left < 0 ? this.dataset.over : this.dataset.oneLeft).replace("{count}", Math.abs(left));
    line.classList.toggle("is-over", left < 0);
    this.sendButton.disabled = !this.isReady;
    this.grow(this.words);
    this.draft?.keepSoon();
  }

  /** Browsers without `field-sizing` need the height told. */
  grow(field) {
    if (CSS.supports("field-sizing", "content")) return;
    field.rows = Math.min(9, Math.max(1, field.value.split("\n").length + Math.floor(field.value.length / 22)));
  }

  swiped(to) {
    const { from } = this;
    this.from = null;
    const way = from && !from.target.closest("textarea:focus, voice-player, canvas") && swipeOf(from, to);
    const kinds = [...this.querySelectorAll("[name=kind]")];
    const chosen = kinds.findIndex((kind) => kind.checked) + (way === "back" ? 1 : -1);
    if (!way || !kinds[chosen]) return;
    kinds[chosen].checked = true;
    this.changed();
  }

  // ---- The picture ---------------------------------------------------------------------------------------------------

  pasted(event) {
    const picture = [...(event.clipboardData?.files ?? [])].find((file) => file.type.startsWith("image/"));
    if (!picture || !this.file) return;
    event.preventDefault();
    this.form.elements.kind.value = "photo";
    this.take(picture);
  }

  async take(file) {
    if (!file) return;
    this.takeOut();
    const image = this.querySelector("[data-shown]");
    image.src = URL.createObjectURL(file);
    [this.shot.hidden, this.bar.hidden] = [false, false];
    this.stopping = new AbortController();
    const { signal } = this.stopping;
    const form = new FormData();
    form.set("picture", file);
    try {
      const { id } = await upload(this.dataset.pictures, form, { onPart: (part) => (this.bar.value = 100 * part), signal });
      this.bar.removeAttribute("value"); // it is being made
      this.hold(id, await this.made(id, signal));
    } catch (failure) {
      if (signal.aborted) return;
      this.takeOut();
      this.wrong(failure);
    }
  }

  /** Its key, once it is ready. */
  async made(id, signal) {
    for (;;) {
      const answer = await send(`${this.dataset.pictures}${id}/`, { method: "GET", signal });
      if (answer.refusal) throw Object.assign(new Error(), { text: answer.refusal });
      if (answer.is_ready) return answer.key;
      await new Promise((done) => setTimeout(done, LOOK_MS));
      signal.throwIfAborted();
    }
  }

  hold(id, key) {
    [this.form.elements.picture.value, this.key, this.bar.hidden] = [id, key, true];
    this.changed();
  }

  takeOut() {
    this.stopping?.abort();
    const id = this.form.elements.picture.value;
    if (id) send(`${this.dataset.pictures}${id}/`, { method: "DELETE" }).catch(() => {}); // the sweep takes it else
    [this.form.elements.picture.value, this.key, this.file.value, this.shot.hidden] = ["", null, "", true];
    this.wrong(null);
    this.changed();
  }

  // ---- Sending -------------------------------------------------------------------------------------------------------

  async submitted(event) {
    event.preventDefault();
    if (!this.isReady || this.kind === "space") return;
    this.sending(true);
    const { sent_as: sentAs, paper, picture } = this.form.elements;
    const more = { photo: { picture: picture.value, alt: this.alt?.value }, voice: { clip: this.recorder?.value } }[this.kind] ?? {};
    try {
      await send(this.form.action, { body: { text: this.text, paper: paper.value, card_path: this.card, sent_as: sentAs.value, ...more } });
      this.sent();
    } catch (failure) {
      this.sending(false);
      this.wrong(failure);
    }
  }

  sent() {
    for (const field of this.querySelectorAll("textarea")) field.value = "";
    [this.form.elements.picture.value, this.key] = ["", null];
    if (this.kind === "voice") this.recorder.clear();
    this.draft.keep();
    toast(this.dataset.done);
    if (this.closest("studio-box")) this.dispatchEvent(new Event("fleet-posted", { bubbles: true }));
    else location.assign("/");
  }

  sending(isSending) {
    this.isSending = isSending;
    this.sendButton.setAttribute("aria-busy", String(isSending));
    this.changed();
  }

  wrong(failure) {
    const line = this.querySelector(".studio__wrong[data-wrong]");
    line.hidden = !failure;
    if (failure) line.querySelector("span").textContent = failure.text || this.dataset[failure.code === "signed_out" ? "signedOut" : "failed"];
  }
}

customElements.define("fleet-studio", FleetStudio);
