/** The menu under the retweet sign: it closes once something was chosen, and its sign counts along. */
import { Settled } from "../lib/settled.js";
import { shortCount } from "../lib/short_count.js";

class RetweetMenu extends HTMLElement {
  connectedCallback() {
    this.sign = this.querySelector("[data-retweet]");
    this.settled = new Settled((count) => this.show(count));
    this.addEventListener("linnet:toggled", (event) => this.toggled(event.detail.isOn));
    this.addEventListener("submit", () => this.close(), true);
  }

  toggled(isOn) {
    this.settled.touch();
    this.sign.classList.toggle("act--on", isOn);
    this.show(Math.max(0, Number(this.dataset.count) + (isOn ? 1 : -1)));
  }

  /** What the server counted. */
  become(count) {
    this.settled.told(count);
  }

  show(count) {
    if (this.dataset.count === String(count)) return;
    this.dataset.count = count;
    this.sign.querySelector("[data-shown-count]").textContent = shortCount(count);
    this.sign.setAttribute("aria-label", `${this.dataset.label}, ${count}`);
  }

  close() {
    this.querySelector("details").open = false;
    this.sign.focus();
  }
}

customElements.define("retweet-menu", RetweetMenu);
