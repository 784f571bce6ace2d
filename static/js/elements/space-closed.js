import { engine } from "../live/engine.js";
import { show, write } from "./space-draw.js";
import { LiveElement } from "./space-live.js";
import { view } from "./space-view.js";
import { say } from "./space-words.js";

/** Why you are no longer in the room, and what to do now. One face per close code. */
class SpaceClosed extends LiveElement {
  #title = null;
  #url = null;
  #ended = null;

  start() {
    this.addEventListener("click", (event) => this.#act(event.target.closest("[data-do]")?.dataset.do));
  }

  render(state) {
    if (state.room) [this.#title, this.#url] = [state.room.space.title, state.room.space.url];
    const isClosed = state.status === "closed";
    show(this, isClosed);
    if (isClosed) this.#drawFace(state.close?.name);
    if (isClosed && state.close?.name === "space_ended") this.#fetchEnded(state.spaceId);
    if (!isClosed) this.#ended = null;
  }

  #drawFace(name) {
    const faces = [...this.querySelectorAll("[data-face]")];
    const face = faces.find((each) => each.dataset.face.split(" ").includes(name)) ?? faces.at(-1);
    for (const each of faces) show(each, each === face);
    const signIn = face.querySelector("[data-sign-in]");
    if (signIn) signIn.search = new URLSearchParams({ next: this.#url ?? location.pathname });
    write(face.querySelector("[data-space-title]"), this.#title ?? say("space"));
  }

  /** Who took part, as the page of the Space tells it. */
  #fetchEnded(spaceId) {
    if (this.#ended === spaceId || !window.htmx) return;
    this.#ended = spaceId;
    const place = this.querySelector("#space-ended");
    window.htmx.ajax("GET", this.#url ?? `/spaces/${spaceId}/`, { source: place, target: place, swap: "innerHTML" });
  }

  #act(choice) {
    if (choice === "again") engine.join(engine.state.spaceId);
    if (choice === "reload") location.reload();
    if (choice === "close") {
      engine.leave();
      view.to("none");
    }
  }
}

customElements.define("space-closed", SpaceClosed);
