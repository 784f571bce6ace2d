/** The recording that plays, kept in reach where its player is not on the screen. */
import { clock } from "../lib/spans.js";
import { clipSound } from "../live/clip_sound.js";

class ClipDock extends HTMLElement {
  connectedCallback() {
    this.watched = null;
    this.isSeen = false;
    this.eye = new IntersectionObserver(([...news]) => this.saw(news.at(-1).isIntersecting));
    this.querySelector("[data-play]").addEventListener("click", () => clipSound.toggle());
    this.querySelector("[data-stop]").addEventListener("click", () => clipSound.stop());
    clipSound.addEventListener("change", () => this.render());
    for (const swap of ["htmx:afterSettle", "htmx:historyRestore"]) document.addEventListener(swap, () => this.render());
    this.render();
  }

  saw(isSeen) {
    this.isSeen = isSeen;
    this.render();
  }

  /** The player in the page, whenever there is another. */
  watch(id) {
    const player = id ? document.querySelector(`voice-player[data-clip="${id}"]`) : null;
    if (player === this.watched) return;
    this.eye.disconnect();
    this.watched = player;
    this.isSeen = false;
    if (player) this.eye.observe(player);
  }

  render() {
    const { clip, isPlaying } = clipSound.state;
    this.watch(clip?.id);
    this.hidden = !clip || this.isSeen;
    document.body.classList.toggle("has-clip-dock", !this.hidden);
    if (this.hidden) return;
    this.classList.toggle("clip--playing", isPlaying);
    this.querySelector("[data-play]").setAttribute("aria-label", isPlaying ? this.dataset.pauseWord : this.dataset.playWord);
    this.querySelector("[data-about]").textContent = clip.about;
    this.querySelector("[data-where]").href = clip.href;
    this.querySelector("[data-elapsed]").textContent = clock(clipSound.at);
    this.querySelector("[data-all]").textContent = clock(clip.ms);
    this.querySelector("[data-line]").style.setProperty("--part", `${Math.min(100, (100 * clipSound.at) / clip.ms)}%`);
  }
}

customElements.define("clip-dock", ClipDock);
