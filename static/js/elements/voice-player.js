/** A recording in the page: its shape, its time and its words follow the sound, which is not its own (`live/clip_sound.js`). */
import { clock } from "../lib/spans.js";
import { toast } from "../lib/toast.js";
import { clipSound } from "../live/clip_sound.js";

const STEP_MS = 5_000;
const LEAP_MS = 15_000;
const WORDS_COME_MS = [3, 4, 5, 8, 10, 15, 15, 15, 15, 15, 15].map((seconds) => seconds * 1000); // after each of these they are looked for once more

class VoicePlayer extends HTMLElement {
  #gone = new AbortController();
  #wasMine = false;

  connectedCallback() {
    this.#gone = new AbortController();
    this.track = this.querySelector("[data-track]");
    this.listen(this.querySelector("[data-play]"), "click", () => this.toggle());
    this.listen(this.querySelector("[data-speed]"), "click", () => clipSound.nextRate());
    this.listen(this.track, "keydown", (event) => this.pressed(event));
    this.listen(this.track, "pointerdown", (event) => this.grabbed(event));
    this.listen(this, "click", (event) => this.said(event.target.closest("[data-at]")));
    this.listen(clipSound, "change", () => this.render());
    this.listen(document, "linnet:clip_changed", ({ detail }) => detail.clip === this.dataset.clip && this.renew());
    this.render();
    this.awaitWords();
  }

  disconnectedCallback() {
    this.#gone.abort();
    clearTimeout(this.timer);
  }

  listen(target, type, handler) {
    target.addEventListener(type, handler, { signal: this.#gone.signal });
  }

  get clip() {
    const { clip: id, ms, about, ogg, m4a } = this.dataset;
    const href = this.closest("[data-href]")?.dataset.href ?? location.pathname;
    return { id, ms: Number(ms), about, href, sources: { ogg, m4a }, anew: () => anew(this.dataset.anew) };
  }

  /** What was said a moment ago is still being written down; only its owner is told when that is done. */
  awaitWords(tries = 0) {
    clearTimeout(this.timer);
    if (!this.isConnected || tries >= WORDS_COME_MS.length || !this.querySelector("[data-words-come]")) return;
    this.timer = setTimeout(async () => {
      if (!document.hidden) await this.renew();
      this.awaitWords(tries + 1);
    }, WORDS_COME_MS[tries]);
  }

  /** Its words are known by now, or were put right. */
  async renew() {
    const page = await drawnAnew(this.dataset.anew).catch(() => null);
    const [here, there] = [this, page].map((player) => player?.querySelector(".clip__more"));
    if (!here || !there) return;
    there.open ||= here.open;
    if (here.isEqualNode(there)) return;
    here.replaceWith(there);
    this.#wasMine = true;
    this.render();
  }

  get isMine() {
    return clipSound.state.clip?.id === this.dataset.clip;
  }

  toggle() {
    if (this.isMine && clipSound.state.isPlaying) clipSound.pause();
    else clipSound.play(this.clip);
  }

  /** From there on; before it has begun, it begins there. */
  go(at) {
    const place = Math.min(Math.max(at, 0), this.clip.ms);
    if (this.isMine) clipSound.seek(place);
    else clipSound.play(this.clip, place);
  }

  said(line) {
    if (line) clipSound.play(this.clip, Number(line.dataset.at));
  }

  pressed(event) {
    const at = this.isMine ? clipSound.at : 0;
    const places = { ArrowRight: at + STEP_MS, ArrowUp: at + STEP_MS, ArrowLeft: at - STEP_MS, ArrowDown: at - STEP_MS, PageUp: at + LEAP_MS, PageDown: at - LEAP_MS, Home: 0, End: this.clip.ms }; // prettier-ignore
    if (event.key === " " || event.key === "Enter") this.toggle();
    else if (event.key in places) this.go(places[event.key]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  grabbed(event) {
    if (event.button) return;
    this.track.setPointerCapture(event.pointerId);
    const seek = ({ clientX }) => this.go(this.placeAt(clientX));
    const moved = new AbortController();
    this.track.addEventListener("pointermove", (move) => this.isMine && seek(move), { signal: moved.signal });
    for (const end of ["pointerup", "pointercancel"]) this.track.addEventListener(end, () => moved.abort(), { signal: moved.signal });
    seek(event);
  }

  placeAt(clientX) {
    const { left, width } = this.track.getBoundingClientRect();
    return (Math.min(Math.max(clientX - left, 0), width) / width) * this.clip.ms;
  }

  render() {
    const { isMine } = this;
    this.#showRate();
    if (!isMine && !this.#wasMine) return;
    this.#wasMine = isMine;
    const isPlaying = isMine && clipSound.state.isPlaying;
    const at = isMine ? clipSound.at : 0;
    this.classList.toggle("clip--playing", isPlaying);
    this.classList.toggle("clip--held", isMine && !isPlaying && at > 0);
    this.querySelector("[data-play]").setAttribute("aria-label", isPlaying ? this.dataset.pauseWord : this.dataset.playWord);
    this.#showPlace(at);
    this.#showWords(isMine && (isPlaying || at > 0) ? at : -1);
    if (isMine && clipSound.state.isFailed) this.#fail();
  }

  #showPlace(at) {
    const { ms } = this.clip;
    this.track.style.setProperty("--part", `${Math.min(100, (100 * at) / ms)}%`);
    this.querySelector("[data-elapsed]").textContent = clock(at);
    this.track.setAttribute("aria-valuenow", Math.round(at / 1000));
    this.track.setAttribute("aria-valuetext", this.dataset.of.replace("{at}", clock(at)).replace("{all}", clock(ms)));
  }

  #showWords(at) {
    for (const line of this.querySelectorAll("[data-at]")) {
      const isNow = at >= Number(line.dataset.at) && at < Number(line.dataset.until);
      line.classList.toggle("clip__said--heard", at >= Number(line.dataset.until));
      if (isNow === line.hasAttribute("aria-current")) continue;
      line.toggleAttribute("aria-current", isNow);
      if (isNow) line.setAttribute("aria-current", "true");
      if (isNow) line.parentElement.scrollTop = line.offsetTop - line.parentElement.offsetTop - 24;
    }
  }

  #showRate() {
    const speed = this.querySelector("[data-speed]");
    const words = `${clipSound.rate}×`;
    if (speed.textContent === words) return;
    speed.textContent = words;
    speed.setAttribute("aria-label", this.dataset.speedWord.replace("{rate}", clipSound.rate));
  }

  #fail() {
    clipSound.stop();
    toast(this.dataset.failed, { kind: "error" });
  }
}

/** Addresses that hold. */
async function anew(url) {
  const { ogg, m4a } = (await drawnAnew(url)).dataset;
  return { ogg, m4a };
}

/** The player as the server draws it now. */
async function drawnAnew(url) {
  const answer = await fetch(url, { headers: { Accept: "text/html" } });
  if (!answer.ok) throw new Error(answer.status);
  return new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("voice-player");
}

customElements.define("voice-player", VoicePlayer);
