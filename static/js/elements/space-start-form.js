import { engine } from "../live/engine.js";
import { send } from "../lib/send.js";
import { toast } from "../lib/toast.js";
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
    this.querySelector("[data-when]").addEventListener("input", (event) => this.#forgiveTime(event.target), { signal });
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
    if (this.#isLater) return this.#send(".when-later", { scheduled_for: this.#moment() }, (space) => this.#announced(space));
    if (!canHear()) return undefined;
    engine.resumeSound().catch(() => {}); // sound may start only out of a click, and the answer comes later
    return this.#send(".when-now", {}, (space) => enterSpace(space.id));
  }

  async #send(button, more, then) {
    const pressed = this.querySelector(button);
    if (pressed.getAttribute("aria-busy")) return;
    pressed.setAttribute("aria-busy", "true");
    try {
      const { space } = await send(this.#form.action, { body: { ...Object.fromEntries(new FormData(this.#form)), ...more } });
      this.#done(space);
      then(space);
    } catch (refusal) {
      this.#refuse(refusal);
    }
    pressed.removeAttribute("aria-busy");
  }

  get #isLater() {
    return this.querySelector("[data-later]").checked;
  }

  /** The time that was chosen is meant as the clock of this device has it. */
  #moment() {
    const moment = new Date(this.querySelector("[data-when]").value);
    return Number.isNaN(moment.valueOf()) ? "" : moment.toISOString();
  }

  #done(space) {
    this.#form.reset();
    this.#count();
    this.dispatchEvent(new CustomEvent("space-started", { bubbles: true, detail: space }));
  }

  #announced(space) {
    toast(say("scheduled"), { action: { words: say("show"), url: space.url } });
  }

  #refuse({ code, text, answer }) {
    if (code === "signed_out") return location.assign(this.#form.action);
    if (code.startsWith("time_")) return this.#complainOfTime(text);
    this.#complain(text || say("offline"));
    const [space, way] = [answer?.space, this.querySelector("[data-current]")];
    show(way, Boolean(space));
    if (space) mark(way, "href", space.url);
    if (space) mark(way, "data-enter-space", space.id);
    this.#title.focus();
  }

  #forgiveTime(field) {
    write(this.querySelector("[data-whenerror]"), "");
    mark(field, "aria-invalid", null);
  }

  #complainOfTime(text) {
    write(this.querySelector("[data-whenerror]"), text);
    mark(this.querySelector("[data-when]"), "aria-invalid", "true");
    this.querySelector("[data-when]").focus();
  }

  #complain(text) {
    write(this.querySelector("[data-error]"), text);
    mark(this.#title, "aria-invalid", text ? "true" : null);
    if (!text) show(this.querySelector("[data-current]"), false);
  }
}

customElements.define("space-start-form", SpaceStartForm);
