/** Where Tweets are written. It counts as the server does, keeps a draft, and loses nothing. */
import { Draft } from "../lib/draft.js";
import { send } from "../lib/send.js";
import { toast } from "../lib/toast.js";
import { cleaned, isBlank, reach, weightedLength } from "../lib/weighted.js";

const WARN_LEFT = 20;
const LINE = 24; // px, as in composer.css
const PADDING = 20;

class TweetComposer extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.field = this.querySelector("textarea");
    this.button = this.querySelector("[data-send]");
    this.limit = Number(this.dataset.limit);
    this.draft = new Draft(this.field, `linnet.draft.${this.dataset.person}.${this.dataset.context}`);
    this.field.removeAttribute("required"); // the button is off instead
    this.field.value ||= this.draft.words ?? this.dataset.words ?? "";
    this.field.addEventListener("input", () => this.changed());
    this.field.addEventListener("keydown", (event) => this.pressed(event));
    this.form.addEventListener("submit", (event) => this.submitted(event));
    this.show();
  }

  disconnectedCallback() {
    this.draft.keep();
  }

  pressed(event) {
    if (event.key === "Escape") this.field.blur();
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.form.requestSubmit();
    }
  }

  changed() {
    this.review("");
    this.show();
    this.draft.keepSoon();
  }

  show() {
    const words = this.field.value;
    this.left = this.limit - weightedLength(cleaned(words));
    this.button.disabled = this.isSending || isBlank(cleaned(words)) || this.left < 0;
    this.grow();
    this.showCount(words);
    this.markOverflow(words);
  }

  /** Browsers without `field-sizing` need the height told; not by a style, which a page kept for going back could not have. */
  grow() {
    if (CSS.supports("field-sizing", "content")) return;
    this.field.rows = 1;
    this.field.rows = Math.max(1, Math.round((this.field.scrollHeight - PADDING) / LINE));
  }

  showCount(words) {
    const count = this.querySelector("[data-count]");
    const isNear = this.left <= WARN_LEFT;
    count.hidden = !words;
    count.classList.toggle("count--near", isNear && this.left >= 0);
    count.classList.toggle("count--over", this.left < 0);
    this.querySelector("[data-left]").textContent = isNear ? String(this.left).replace("-", "−") : "";
    const share = Math.min(100, (100 * (this.limit - this.left)) / this.limit);
    this.querySelector("[data-arc]").setAttribute("stroke-dasharray", `${share} 100`);
    this.querySelector("[data-spoken]").textContent = this.spokenCount(isNear);
  }

  spokenCount(isNear) {
    if (this.left < 0) return `${-this.left} ${this.dataset.over}`;
    return isNear && this.left % 5 === 0 ? `${this.left} ${this.dataset.left}` : "";
  }

  markOverflow(words) {
    const mirror = this.querySelector("[data-mirror]");
    mirror.replaceChildren();
    if (this.left >= 0) return;
    const end = reach(words, this.limit);
    const over = Object.assign(document.createElement("mark"), { className: "over", textContent: words.slice(end) });
    mirror.append(words.slice(0, end), over);
  }

  async submitted(event) {
    event.preventDefault();
    if (this.button.disabled) return;
    this.draft.keep();
    this.busy(true);
    try {
      this.done(await send(this.form.action, { body: Object.fromEntries(new FormData(this.form)) }));
    } catch (failure) {
      if (failure.code === "review_first") this.review(failure.text);
      else toast(failure.text || this.dataset[failure.code === "signed_out" ? "signedOut" : "failed"], { kind: "error" });
    } finally {
      this.busy(false);
    }
  }

  /** Asks, with the words kept, whether they shall go out like this; the second press sends them. Empty takes the question back. */
  review(question) {
    const box = this.querySelector("[data-review]");
    box.hidden = !question;
    box.querySelector("span").textContent = question;
    this.form.elements.reviewed.disabled = !question;
  }

  busy(isSending) {
    this.isSending = isSending;
    this.field.readOnly = isSending;
    this.button.setAttribute("aria-busy", String(isSending));
    this.show();
  }

  done(tweet) {
    this.field.value = "";
    this.review("");
    this.draft.keep();
    this.closest("modal-box, write-sheet")?.close();
    const isShown = !document.dispatchEvent(new CustomEvent("linnet:tweeted", { detail: tweet, cancelable: true }));
    toast(this.dataset.sent, isShown ? {} : { action: { words: this.dataset.show, url: tweet.url } });
  }
}

customElements.define("tweet-composer", TweetComposer);
