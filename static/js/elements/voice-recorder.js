/** Something that is said for a form: recorded here or taken from a file, sent at once, listened to, taken out. Fires `clip-changed`. */
import { send } from "../lib/send.js";
import { clock } from "../lib/spans.js";
import { upload } from "../lib/upload.js";
import { clipSound } from "../live/clip_sound.js";
import { canRecord, Dictaphone } from "../live/dictaphone.js";

const LOOK_MS = 700; // how often we ask whether it is ready, in case no news comes through
const BAR = 4; // px
const FOCUSED = { idle: "[data-begin]", recording: "[data-stop]", sending: "[data-state]", ready: "[data-player] [data-play]" }; // where the focus goes that would be lost

export class VoiceRecorder extends HTMLElement {
  #shown = "idle";
  #dictaphone = null;
  #file = null;
  #sentAs = "";
  #stopping = null;
  #levels = [];

  connectedCallback() {
    if (this.field) return;
    this.field = this.querySelector("[name=clip]");
    this.chooser = this.querySelector("[data-file]");
    this.querySelector("[data-begin]").hidden = !canRecord();
    this.querySelector("[data-begin]").addEventListener("click", () => this.start());
    this.querySelector("[data-choose]").addEventListener("click", () => this.chooser.click());
    this.querySelector("[data-pause]").addEventListener("click", () => this.pauseOrGoOn());
    this.querySelector("[data-stop]").addEventListener("click", () => this.finish());
    this.querySelector("[data-again]").addEventListener("click", () => this.deliver());
    for (const button of this.querySelectorAll("[data-take-out]")) button.addEventListener("click", () => this.takeOut());
    this.chooser.addEventListener("change", () => this.chooser.files[0] && this.take(this.chooser.files[0]));
    this.addEventListener("keydown", (event) => this.pressed(event));
    this.show(this.#shown);
  }

  disconnectedCallback() {
    if (this.#shown === "recording") this.drop();
  }

  // ---- For the form --------------------------------------------------------------------------------------------------

  get value() {
    return this.field?.value ?? "";
  }

  /** Whether something is on its way that can not be sent yet. */
  get isBusy() {
    return this.#shown === "recording" || this.#shown === "sending";
  }

  get isEmpty() {
    return this.#shown === "idle";
  }

  get durationMs() {
    return Number(this.querySelector("[data-player] voice-player")?.dataset.ms ?? 0);
  }

  get longest() {
    return Number(this.dataset.longest);
  }

  /** Says, for the form, which of its parts it is for. */
  belongTo(number) {
    const of = this.querySelector("[name=clip_of]");
    if (of) of.value = number;
  }

  /** It is used now: forget it, and be ready for another. */
  clear() {
    this.drop();
    this.show("idle");
    this.changed();
  }

  takeOut() {
    const id = this.value || this.#sentAs;
    if (id) send(`${this.dataset.url}${id}/`, { method: "DELETE" }).catch(() => {}); // the sweep takes it else
    this.clear();
    (this.hidden ? this.closest("form")?.querySelector("[data-voice]") : this.querySelector("[data-begin]"))?.focus();
  }

  /** To be called while a click is handled. */
  async start() {
    this.hidden = false;
    clipSound.pause();
    this.wrong("");
    const dictaphone = new Dictaphone({ level: (level, ms) => this.heard(level, ms), full: () => this.finish(), lost: () => this.finish() }, this.longest);
    this.#dictaphone = dictaphone;
    try {
      await dictaphone.begin();
    } catch (fault) {
      this.#dictaphone = null;
      this.wrong(this.dataset[{ refused: "noMicrophone", missing: "missing" }[fault.code] ?? "lost"]);
      return;
    }
    if (dictaphone !== this.#dictaphone) return dictaphone.release();
    this.#levels = [];
    this.show("recording");
    this.say(this.dataset.recording);
    this.querySelector("[data-stop]").focus();
    this.changed();
  }

  /** What a draft kept. */
  async restore(id) {
    this.hidden = false;
    this.#sentAs = id;
    this.show("sending");
    await this.follow(id);
  }

  // ---- Recording -----------------------------------------------------------------------------------------------------

  heard(level, ms) {
    this.#levels.push(level);
    this.querySelector("[data-elapsed]").textContent = clock(ms);
    const count = Math.ceil(ms / (this.longest / Number(this.dataset.mostClips)));
    this.note(count > 1 ? this.dataset.parts.replace("{count}", count) : "");
    this.draw();
  }

  pauseOrGoOn() {
    const { isPaused } = this.#dictaphone;
    if (isPaused) this.#dictaphone.goOn();
    else this.#dictaphone.pause();
    this.classList.toggle("recorder--paused", !isPaused);
    this.querySelector("[data-pause]").setAttribute("aria-label", isPaused ? this.dataset.pauseWord : this.dataset.goOn);
    this.say(isPaused ? this.dataset.recording : this.dataset.paused);
  }

  async finish() {
    const dictaphone = this.#dictaphone;
    if (!dictaphone) return;
    this.#dictaphone = null;
    this.take(await dictaphone.end());
  }

  draw() {
    const canvas = this.querySelector("[data-wave]");
    const sharp = devicePixelRatio || 1;
    const [width, height] = [canvas.clientWidth, canvas.clientHeight];
    if (canvas.width !== width * sharp) [canvas.width, canvas.height] = [width * sharp, height * sharp];
    const brush = canvas.getContext("2d");
    brush.setTransform(sharp, 0, 0, sharp, 0, 0);
    brush.clearRect(0, 0, width, height);
    brush.fillStyle = getComputedStyle(canvas).color;
    const levels = this.#levels.slice(-Math.floor(width / BAR));
    levels.forEach((level, place) => {
      const tall = Math.max(2, Math.min(1, level * 1.6) * height);
      brush.fillRect(width - (levels.length - place) * BAR, (height - tall) / 2, BAR - 1.5, tall);
    });
  }

  // ---- On its way ----------------------------------------------------------------------------------------------------

  /** @param {File} file */
  take(file) {
    this.chooser.value = "";
    this.hidden = false;
    if (file.size > Number(this.dataset.largest)) return this.wrong(this.dataset.tooLarge);
    this.#file = file;
    return this.deliver();
  }

  async deliver() {
    const form = new FormData();
    form.set("clip", this.#file);
    form.set("language", this.querySelector("[data-language]").value);
    form.set("most_clips", this.dataset.mostClips);
    const stopping = (this.#stopping = new AbortController());
    this.wrong("");
    this.show("sending");
    this.changed();
    const bar = this.querySelector("progress");
    bar.value = 0;
    this.tell(this.dataset.sending);
    try {
      const { id } = await upload(this.dataset.url, form, { onPart: (part) => (bar.value = 100 * part), signal: stopping.signal });
      this.#sentAs = id;
      await this.follow(id);
    } catch (failure) {
      if (stopping === this.#stopping) this.failed(failure);
    }
  }

  failed(failure) {
    if (failure.code === "stopped") return;
    const isWorthwhile = failure.code === "unreachable" && this.#file;
    if (!isWorthwhile) this.show("idle");
    this.wrong(failure.text || this.dataset[failure.code === "signed_out" ? "signedOut" : "failed"], Boolean(isWorthwhile));
    this.changed();
  }

  /** Until it is ready, or refused. */
  async follow(id) {
    const bar = this.querySelector("progress");
    bar.removeAttribute("value"); // it is being made
    while (this.#sentAs === id) {
      const told = await this.look(id);
      if (this.#sentAs !== id) return;
      if (told?.state === "ready") return this.ready(id, told);
      if (told?.state === "refused") return this.refused(told.refusal);
      if (told) this.tell(this.dataset[told.state] ?? this.dataset.processing);
      await news(id);
    }
  }

  /** What the server says of it; null while nobody can tell. */
  async look(id) {
    try {
      return await send(`${this.dataset.url}${id}/`, { method: "GET" });
    } catch (failure) {
      return failure.code === "not_found" ? { state: "refused", refusal: this.dataset.gone } : null;
    }
  }

  async ready(id, { parts }) {
    const answer = await fetch(`${this.dataset.url}${id}/player/`, { headers: { Accept: "text/html" } }).catch(() => null);
    if (this.#sentAs !== id) return;
    if (answer?.ok) this.querySelector("[data-player]").innerHTML = await answer.text();
    this.field.value = id;
    this.field.disabled = false;
    const of = this.querySelector("[name=clip_of]");
    if (of) of.disabled = false;
    this.#file = null;
    this.show("ready");
    this.note(parts.length > 1 ? this.dataset.parts.replace("{count}", parts.length) : "");
    this.changed();
  }

  refused(why) {
    this.drop();
    this.show("idle");
    this.wrong(why);
    this.changed();
  }

  // ---- Showing it ----------------------------------------------------------------------------------------------------

  /** What is finished stays: Escape ends its sound, and then what it is written in. */
  pressed(event) {
    const player = this.#shown === "ready" ? this.querySelector("[data-player] voice-player") : null;
    const isSilent = player && !(player.isMine && clipSound.state.isPlaying);
    if (event.key !== "Escape" || this.isEmpty || isSilent) return;
    event.preventDefault();
    event.stopPropagation();
    if (player) clipSound.pause();
    else this.takeOut();
  }

  /** Nothing of it is left here. */
  drop() {
    this.#dictaphone?.release();
    this.#dictaphone = null;
    this.#stopping?.abort();
    this.#stopping = this.#file = null;
    this.#sentAs = "";
    this.field.value = "";
    this.field.disabled = true;
    this.classList.remove("recorder--paused");
    const player = this.querySelector("[data-player]");
    if (player.firstElementChild?.isMine) clipSound.stop();
    player.replaceChildren();
    this.note("");
    this.wrong("");
  }

  show(what) {
    const isFocused = this.contains(document.activeElement);
    this.#shown = what;
    this.dataset.now = what;
    for (const row of this.querySelectorAll("[data-shown]")) row.hidden = row.dataset.shown !== what;
    if (what === "idle" && "shy" in this.dataset) this.hidden = true;
    else if (isFocused) this.querySelector(FOCUSED[what])?.focus();
  }

  tell(words) {
    const line = this.querySelector("[data-state]");
    if (line.textContent === words) return;
    line.textContent = words;
    this.say(words);
  }

  say(words) {
    this.querySelector("[data-clip-spoken]").textContent = words;
  }

  note(words) {
    const line = this.querySelector("[data-clip-note]");
    line.hidden = !words;
    line.textContent = words;
  }

  wrong(words, isWorthAnotherTry = false) {
    const line = this.querySelector("[data-wrong]");
    if (words) this.hidden = false;
    line.hidden = !words;
    line.querySelector("span").textContent = words;
    line.querySelector("[data-again]").hidden = !isWorthAnotherTry;
  }

  changed() {
    this.dispatchEvent(new Event("clip-changed", { bubbles: true }));
  }
}

/** Until something is told of it, or it is time to ask. */
function news(id) {
  return new Promise((done) => {
    const heard = ({ detail }) => detail.clip === id && end();
    const timer = setTimeout(() => end(), LOOK_MS);
    const end = () => {
      clearTimeout(timer);
      document.removeEventListener("linnet:clip_changed", heard);
      done();
    };
    document.addEventListener("linnet:clip_changed", heard);
  });
}

customElements.define("voice-recorder", VoiceRecorder);
