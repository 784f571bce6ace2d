/** Somebody's picture or banner in the settings: chosen or dropped, cropped, sent, and looked after until it is ready. */
import { upload } from "../lib/upload.js";
import { toast } from "../lib/toast.js";

const MOST_PIXELS = 40_000_000; // the server's limit
const LOOK_MS = 4000; // how often we look ourselves, should the news of a tab be lost

class PictureField extends HTMLElement {
  connectedCallback() {
    const find = (name) => this.querySelector(`[data-${name}]`);
    [this.state, this.sending, this.drop] = ["state", "sending", "drop"].map(find);
    this.file = this.querySelector("[type=file]");
    this.querySelector(".pic__form").hidden = true;
    find("choose").hidden = false;
    find("choose").addEventListener("click", () => this.file.click());
    find("stop").addEventListener("click", () => this.stopping?.abort());
    this.file.addEventListener("change", () => this.chosen(this.file.files[0]));
    this.drop.addEventListener("dragover", (event) => this.hovered(event));
    this.drop.addEventListener("dragleave", () => this.drop.classList.remove("is-over"));
    this.drop.addEventListener("drop", (event) => this.dropped(event));
    this.heard = ({ detail }) => (detail.kind ?? this.dataset.kind) === this.dataset.kind && this.refresh();
    for (const name of ["picture_changed", "connected_again"]) document.addEventListener(`linnet:${name}`, this.heard);
    if ("coming" in this.dataset) this.timer = setTimeout(() => this.refresh(), LOOK_MS);
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
    for (const name of ["picture_changed", "connected_again"]) document.removeEventListener(`linnet:${name}`, this.heard);
  }

  hovered(event) {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    this.drop.classList.add("is-over");
  }

  dropped(event) {
    event.preventDefault();
    this.drop.classList.remove("is-over");
    this.chosen(event.dataTransfer.files[0]);
  }

  async chosen(file) {
    this.file.value = "";
    if (!file || this.stopping) return;
    if (file.size > Number(this.dataset.largest)) return this.say(this.dataset.tooLarge, "error");
    const choice = await document.querySelector("picture-cropper").ask(file, this.dataset.kind);
    if (!choice) return;
    if (choice.size && choice.size.width * choice.size.height > MOST_PIXELS) return this.say(this.dataset.tooManyPixels, "error");
    await this.send(file, choice.crop);
  }

  async send(file, crop = {}) {
    const form = new FormData();
    for (const [name, part] of Object.entries(crop)) form.set(name, part);
    form.set("picture", file);
    this.stopping = new AbortController();
    this.sending.hidden = false;
    try {
      await upload(this.dataset.url, form, { onPart: (part) => this.show(part), signal: this.stopping.signal });
    } catch (failure) {
      if (failure.code === "stopped") this.say(this.dataset.stopped, "info");
      else this.say(failure.text || this.dataset.failed, "error");
    } finally {
      this.stopping = null;
      this.sending.hidden = true;
    }
    this.refresh();
  }

  show(part) {
    const percent = Math.round(100 * part);
    this.sending.querySelector("progress").value = percent;
    this.sending.querySelector("progress").textContent = this.dataset.sending.replace("{percent}", percent);
  }

  say(text, kind) {
    toast(text, { kind });
  }

  /** Draws it as it stands with the server; not while something is being sent, for that is told here. */
  async refresh() {
    clearTimeout(this.timer);
    const html = this.stopping ? null : await fetch(this.dataset.url, { redirect: "error" }).then((answer) => (answer.ok ? answer.text() : null), () => null);
    if (!html || this.stopping || !this.isConnected) return;
    const fresh = new DOMParser().parseFromString(html, "text/html").querySelector("picture-field");
    const hadFocus = this.contains(document.activeElement);
    this.replaceWith(fresh);
    globalThis.htmx?.process(fresh);
    if (hadFocus) fresh.querySelector("[data-choose]").focus();
  }
}

customElements.define("picture-field", PictureField);
