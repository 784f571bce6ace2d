/**
 * Fleets on the whole screen, for every `a[data-fleets]`: one person's after the other's. Arrows and taps lead on and back, holding and the
 * space bar pause, Escape closes. Each goes on by itself after a while, unless motion is not wanted. Without this the links open pages.
 */
import { clipSound } from "../live/clip_sound.js";
import { send } from "../lib/send.js";
import { toast } from "../lib/toast.js";

const HOLD_MS = 250;
const isPlain = (event) => !(event.ctrlKey || event.metaKey || event.shiftKey || event.button);

class FleetViewer extends HTMLElement {
  connectedCallback() {
    const find = (name) => this.querySelector(`[data-${name}]`);
    [this.dialog, this.body] = [this.querySelector("dialog"), find("body")];
    this.gone = new AbortController();
    const { signal } = this.gone;
    document.addEventListener("click", (event) => this.clicked(event), { signal, capture: true });
    document.addEventListener("linnet:fleets_changed", ({ detail }) => this.changed(detail), { signal });
    document.addEventListener("visibilitychange", () => this.rest(document.hidden), { signal });
    for (const [name, act] of Object.entries({
      "back-one": () => this.step(-1),
      "on-one": () => this.step(1),
      pause: () => this.pause(!this.isPaused),
      shut: () => this.dialog.close(),
    })) find(name).addEventListener("click", act, { signal }); // prettier-ignore
    this.dialog.addEventListener("keydown", (event) => this.pressed(event), { signal });
    this.dialog.addEventListener("keydown", (event) => this.keepOpen(event), { signal, capture: true });
    this.dialog.addEventListener("close", () => this.closed(), { signal });
    this.dialog.addEventListener("submit", (event) => this.submitted(event), { signal });
    this.dialog.addEventListener("animationend", (event) => event.target.matches(".fleets__bars i") && this.step(1), { signal });
    this.dialog.addEventListener("focusin", () => this.rest(this.isBusy), { signal });
    this.dialog.addEventListener("focusout", () => this.rest(false), { signal });
    this.body.addEventListener("pointerdown", (event) => this.held(event), { signal });
    for (const name of ["pointerup", "pointercancel"]) addEventListener(name, (event) => this.let(event), { signal });
  }

  disconnectedCallback() {
    this.gone.abort();
  }

  // ---- Opening and closing -------------------------------------------------------------------------------------------

  clicked(event) {
    if (this.dialog.open && event.target.closest?.(".fleets a[href]:not([data-report])")) return this.dialog.close();
    const link = event.target.closest?.("a[data-fleets]");
    if (!link || !isPlain(event)) return;
    event.preventDefault();
    event.stopPropagation();
    this.opener = link;
    this.open(link.href);
  }

  async open(url) {
    const answer = await fetch(url, { headers: { "HX-Request": "true" }, redirect: "error" }).catch(() => null);
    const page = answer && new DOMParser().parseFromString(await answer.text(), "text/html");
    const show = page?.querySelector("[data-show]");
    if (!show) return this.failed(answer);
    this.url = url;
    this.body.replaceChildren(document.importNode(show, true));
    if (!this.dialog.open) this.dialog.showModal();
    this.pause(false);
    this.watchEnds();
    const first = this.slides.findIndex((slide) => slide.dataset.fleet === show.dataset.first);
    this.show(Math.max(0, first));
  }

  failed(answer) {
    toast(answer?.status === 404 ? this.dataset.over : this.dataset.failed, { kind: "error" });
    if (this.dialog.open) this.dialog.close();
    refreshBar();
  }

  closed() {
    clearTimeout(this.ending);
    clipSound.pause();
    this.body.replaceChildren();
    refreshBar();
    (this.opener?.isConnected ? this.opener : document.querySelector("#now a"))?.focus();
  }

  // ---- One after the other -------------------------------------------------------------------------------------------

  get slides() {
    return [...this.body.querySelectorAll("[data-fleet]")];
  }

  get slide() {
    return this.slides[this.index];
  }

  step(by) {
    const next = this.index + by;
    if (next < 0) return this.show(0);
    if (this.slides[next]) return this.show(next);
    const following = this.body.querySelector("[data-show]")?.dataset.next;
    if (following) this.open(following);
    else this.dialog.close();
  }

  show(index) {
    if (index !== this.index) clipSound.pause();
    this.index = index;
    this.slides.forEach((slide, number) => (slide.hidden = number !== index));
    this.body.querySelectorAll(".fleets__bars li").forEach((bar, number) => {
      bar.classList.toggle("is-done", number < index);
      bar.classList.remove("is-on");
      void bar.offsetWidth; // so that it begins anew
      bar.classList.toggle("is-on", number === index);
    });
    this.dialog.classList.toggle("is-voiced", Boolean(this.slide.querySelector("voice-player"))); // it goes on when it was heard
    const count = this.slides.length;
    const place = this.dataset.place.replace("{number}", index + 1).replace("{count}", count);
    this.querySelector("[data-said]").textContent = `${this.slide.getAttribute("aria-label")}, ${place}`;
    this.querySelector("[data-back-one]").disabled = index === 0;
    if (!this.dialog.contains(document.activeElement) || document.activeElement.disabled || document.activeElement === this.dialog) this.querySelector("[data-on-one]").focus();
    this.seen(this.slide);
  }

  /** Only what was shown counts as seen. */
  seen(slide) {
    if ("seen" in slide.dataset) return;
    slide.dataset.seen = "";
    send(slide.dataset.see).catch(() => delete slide.dataset.seen);
  }

  /** What is over leaves the screen at its second. */
  watchEnds() {
    clearTimeout(this.ending);
    const begun = performance.now();
    const lasts = Math.min(...this.slides.map((slide) => Number(slide.dataset.lasts)));
    if (!Number.isFinite(lasts) || lasts > 86_400_000) return;
    this.ending = setTimeout(() => {
      const passed = performance.now() - begun;
      for (const slide of this.slides) slide.dataset.lasts = Number(slide.dataset.lasts) - passed;
      this.drop((slide) => Number(slide.dataset.lasts) <= 0);
    }, lasts);
  }

  drop(isGone) {
    const { slide } = this;
    for (const one of this.slides.filter(isGone)) {
      one.remove();
      this.body.querySelector(".fleets__bars li").remove();
    }
    if (!this.slides.length) return this.dialog.close();
    this.watchEnds();
    this.show(slide?.isConnected ? this.slides.indexOf(slide) : Math.min(this.index, this.slides.length - 1));
  }

  /** Somebody took something back while it is on the screen. */
  async changed({ author } = {}) {
    if (!this.dialog.open || this.isDeleting || author !== this.body.querySelector("[data-show]")?.dataset.author) return;
    const answer = await fetch(this.url, { headers: { "HX-Request": "true" }, redirect: "error" }).catch(() => null);
    if (!answer || (!answer.ok && answer.status !== 404) || !this.dialog.open) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    this.drop((slide) => !page.getElementById(slide.id));
  }

  async submitted(event) {
    const form = event.target;
    if (!form.matches("[data-delete]") || event.defaultPrevented) return;
    event.preventDefault();
    this.isDeleting = true; // the news of it are ours
    try {
      await send(form.action, { method: "DELETE" });
      toast(form.dataset.done);
      this.drop((slide) => slide.contains(form));
    } catch (failure) {
      toast(failure.text || this.dataset.failed, { kind: "error" });
    }
    this.isDeleting = false;
  }

  // ---- Keys, taps, pauses --------------------------------------------------------------------------------------------

  pressed(event) {
    if (event.target.closest("textarea, details[open], [role=slider]") || !isPlain(event)) return;
    const isTurned = document.documentElement.dir === "rtl" ? -1 : 1;
    const act = {
      ArrowLeft: () => this.step(-isTurned),
      ArrowRight: () => this.step(isTurned),
      " ": () => this.pause(!this.isPaused),
    }[event.key];
    if (!act || (event.key === " " && event.target.closest("button, a, summary, [data-pause]"))) return;
    event.preventDefault();
    act();
  }

  /** Escape closes a menu first, and leaves a field first. */
  keepOpen(event) {
    if (event.key === "Escape" && (this.body.querySelector(".fleet:not([hidden]) details[open]") || event.target.matches("textarea"))) event.preventDefault();
  }

  held(event) {
    if (event.button || event.target.closest("a, button, summary, form, .menu, voice-player")) return;
    this.heldAt = performance.now();
    this.rest(true);
  }

  /** A short touch is a tap: on the first third of the screen it leads back. */
  let(event) {
    if (this.heldAt === undefined) return;
    const isTap = event.type === "pointerup" && performance.now() - this.heldAt < HOLD_MS;
    this.heldAt = undefined;
    this.rest(false);
    if (!isTap || !this.dialog.open) return;
    const box = this.body.getBoundingClientRect();
    const part = (event.clientX - box.left) / box.width;
    const isBack = (document.documentElement.dir === "rtl" ? 1 - part : part) < 1 / 3;
    this.step(isBack ? -1 : 1);
  }

  /** Who writes, or has a menu open, is not hurried on. */
  get isBusy() {
    return Boolean(document.activeElement?.closest(".fleet textarea, .fleet details[open], .fleet form"));
  }

  get isPaused() {
    return this.dialog.classList.contains("is-paused");
  }

  pause(isPaused) {
    this.dialog.classList.toggle("is-paused", isPaused);
    this.querySelector("[data-pause]").setAttribute("aria-pressed", String(isPaused));
  }

  rest(isResting) {
    this.dialog.classList.toggle("is-resting", isResting);
  }
}

/** What was seen is dimmed there. */
function refreshBar() {
  document.dispatchEvent(new CustomEvent("linnet:fleets_changed", { detail: {} }));
}

customElements.define("fleet-viewer", FleetViewer);
