import { engine } from "../live/engine.js";
import { mark, show, write } from "./space-draw.js";
import { LiveElement } from "./space-live.js";
import { openMore } from "./space-more-menu.js";
import { countHere, isOnStage } from "./space-room.js";
import { openShare } from "./space-share.js";
import { view } from "./space-view.js";
import { say, sayCount, short } from "./space-words.js";

const BEHIND = ".skip, page-frame, compose-button, space-dock";
const phone = matchMedia("(max-width: 699px)");

/** The room you are in: full screen on a phone, a panel at the side on a desktop. It outlives every change of page. */
class SpaceSheet extends LiveElement {
  #cameFrom = null;
  #watcher = null;
  #shape = "none";

  start() {
    this.part("minimise").addEventListener("click", () => view.to("dock"));
    this.part("share").addEventListener("click", () => openShare(engine.state.spaceId));
    this.part("more").addEventListener("click", (event) => openMore(event.currentTarget));
    this.part("hear").addEventListener("click", () => engine.resumeSound());
    this.listen(this, "keydown", (event) => this.#escape(event));
    this.listen(phone, "change", () => this.#settle());
  }

  render(state) {
    if (state.status === "idle" && view.shape !== "none") view.to("none");
    if (this.#shape !== view.shape) this.#turn();
    if (this.hidden) return;
    mark(this, "data-status", state.status);
    show(this.part("waiting"), !state.room && state.status !== "closed");
    show(this.part("room"), Boolean(state.room) && state.status !== "closed");
    this.#drawBar(state);
    this.#drawBanner(state);
  }

  #drawBar(state) {
    const here = countHere(state);
    write(this.part("title"), state.room?.space.title ?? say("space"));
    for (const name of ["live", "here", "share", "more"]) show(this.part(name), Boolean(state.room) && state.status !== "closed");
    write(this.part("herenumber"), short(here));
    write(this.part("hereword"), sayCount("here", here));
  }

  #drawBanner(state) {
    const isAway = state.status === "reconnecting";
    show(this.part("away"), isAway);
    write(this.part("awaytext"), say(isOnStage(state) ? "away.stage" : "away.listener"));
    show(this.part("blocked"), state.soundBlocked && state.status === "live");
  }

  #turn() {
    const was = this.#shape;
    this.#shape = view.shape;
    show(this, view.shape === "sheet");
    this.#settle();
    if (view.shape === "sheet") {
      this.#cameFrom = document.activeElement;
      this.focus({ preventScroll: true });
    } else if (was === "sheet") this.#giveBack();
  }

  /** On a phone the sheet is all there is: what lies behind rests, and Back minimises. */
  #settle() {
    const isAlone = phone.matches && view.shape === "sheet";
    mark(this, "role", isAlone ? "dialog" : "region");
    mark(this, "aria-modal", isAlone ? "true" : null);
    document.body.classList.toggle("has-sheet", view.shape === "sheet");
    for (const behind of document.body.children) {
      if (behind.matches(BEHIND)) behind.inert = isAlone;
    }
    this.#watchBack(isAlone);
  }

  #watchBack(isAlone) {
    if (!isAlone || !("CloseWatcher" in window)) {
      this.#watcher?.destroy();
      this.#watcher = null;
    } else if (!this.#watcher) {
      this.#watcher = new CloseWatcher();
      this.#watcher.onclose = () => {
        this.#watcher = null;
        view.to("dock");
      };
    }
  }

  #giveBack() {
    const next = this.#cameFrom?.isConnected && this.#cameFrom !== document.body ? this.#cameFrom : document.querySelector("[data-dock-open]");
    next?.focus({ preventScroll: true });
  }

  /** Esc closes the topmost thing; at the end it minimises and never leaves. */
  #escape(event) {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    const people = this.querySelector("space-people");
    event.preventDefault();
    if (people && !people.hidden) people.close();
    else view.to("dock");
  }
}

customElements.define("space-sheet", SpaceSheet);
