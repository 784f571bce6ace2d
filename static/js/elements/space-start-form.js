import { engine } from "../live/engine.js";
import { send } from "../lib/send.js";
import { mark, show, write } from "./space-draw.js";
import { canHear, enterSpace } from "./space-entry.js";
import { say, sayCount } from "./space-words.js";

const MOST = 70;
const NEAR = 20;

/** Title, tweet, Start. What was typed stays until the Space is there. */
class SpaceStartForm extends HTMLElement {
  #gone = new AbortController();

  connectedCallback() {
    this.#gone = new AbortController();
    const signal = this.#gone.signal;
    this.#form.addEventListener("submit", (event) => this.#submit(event), { signal });
    this.#title.addEventListener("input", () => this.#count(), { signal });
    this.#title.addEventListener("keydown", (event) => this.#enter(event), { signal });
    this.#count();
  }

  disconnectedCallback() {
    this.#gone.abort();
  }

  get #form() {
    return this.querySelector("form");
  }

  get #title() {
    return this.querySelector("[name=title]");
  }

  #count() {
    const left = MOST - [...this.#title.value.trim()].length;
    const counter = this.querySelector("[data-counter]");
    write(counter, String(left));
    mark(counter, "data-state", left < 0 ? "over" : left <= NEAR ? "near" : null);
    mark(counter, "aria-label", sayCount("characters", Math.max(0, left)));
    this.#complain(left < 0 ? say("title.long") : "");
  }

  /** A title is one line. */
  #enter(event) {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    this.#form.requestSubmit();
  }

  async #submit(event) {
    event.preventDefault();
    const button = this.querySelector("[type=submit]");
    if (!canHear() || button.getAttribute("aria-busy")) return;
    button.setAttribute("aria-busy", "true");
    engine.resumeSound().catch(() => {}); // sound may start only out of a click, and the answer comes later
    try {
      const { space } = await send(this.#form.action, { body: Object.fromEntries(new FormData(this.#form)) });
      this.#begin(space);
    } catch (refusal) {
      this.#refuse(refusal);
    }
    button.removeAttribute("aria-busy");
  }

  #begin(space) {
    this.#form.reset();
    this.#count();
    this.dispatchEvent(new CustomEvent("space-started", { bubbles: true, detail: space }));
    enterSpace(space.id);
  }

  #refuse({ code, text, answer }) {
    if (code === "signed_out") return location.assign(this.#form.action);
    this.#complain(text || say("offline"));
    const [space, way] = [answer?.space, this.querySelector("[data-current]")];
    show(way, Boolean(space));
    if (space) mark(way, "href", space.url);
    if (space) mark(way, "data-enter-space", space.id);
    this.#title.focus();
  }

  #complain(text) {
    write(this.querySelector("[data-error]"), text);
    mark(this.#title, "aria-invalid", text ? "true" : null);
    if (!text) show(this.querySelector("[data-current]"), false);
  }
}

customElements.define("space-start-form", SpaceStartForm);
