/** One Tweet of those that are being written: it grows, paints what is too much, and has pictures of its own. */
import "./composer-pictures.js";
import "./voice-recorder.js";
import { cleaned, isBlank, reach, weightedLength } from "../lib/weighted.js";

const LINE = 24; // px, as in composer.css
const PADDING = 20;

export class ComposerPart extends HTMLElement {
  connectedCallback() {
    this.field = this.querySelector("textarea");
    this.pictures = this.querySelector("composer-pictures");
    this.voice = this.querySelector("voice-recorder");
    this.field.removeAttribute("required"); // the button is off instead
    this.field.addEventListener("input", () => this.dispatchEvent(new Event("part-changed", { bubbles: true })));
  }

  get words() {
    return this.field.value;
  }

  set words(words) {
    this.field.value = words;
  }

  /** Whether it has something to say: pictures and sound may stand without words. */
  get isSaid() {
    return this.pictures.count > 0 || Boolean(this.voice.value) || !isBlank(cleaned(this.words));
  }

  get isEmpty() {
    return !this.words && !this.pictures.count && this.voice.isEmpty;
  }

  /** Whether something of it is still on its way. */
  get isBusy() {
    return this.pictures.isBusy || this.voice.isBusy;
  }

  /** How many weighted characters fit in still; negative for too many. */
  left(limit) {
    return limit - weightedLength(cleaned(this.words));
  }

  show(limit) {
    this.grow();
    const mirror = this.querySelector("[data-mirror]");
    mirror.replaceChildren();
    if (this.left(limit) >= 0) return;
    const end = reach(this.words, limit);
    mirror.append(this.words.slice(0, end), Object.assign(document.createElement("mark"), { className: "over", textContent: this.words.slice(end) }));
  }

  /** Browsers without `field-sizing` need the height told; not by a style, which a page kept for going back could not have. */
  grow() {
    if (CSS.supports("field-sizing", "content")) return;
    this.field.rows = 1;
    this.field.rows = Math.max(1, Math.round((this.field.scrollHeight - PADDING) / LINE));
  }
}

customElements.define("composer-part", ComposerPart);
