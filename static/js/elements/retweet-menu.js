/** The menu under the retweet sign: it closes once something was chosen, and its sign counts along. */
import { shortCount } from "../lib/short_count.js";

class RetweetMenu extends HTMLElement {
  connectedCallback() {
    this.sign = this.querySelector("[data-retweet]");
    this.addEventListener("linnet:toggled", (event) => this.toggled(event.detail.isOn));
    this.addEventListener("submit", () => this.close(), true);
  }

  toggled(isOn) {
    const count = Math.max(0, Number(this.dataset.count) + (isOn ? 1 : -1));
    this.dataset.count = count;
    this.sign.classList.toggle("act--on", isOn);
    this.sign.querySelector("[data-shown-count]").textContent = shortCount(count);
    this.sign.setAttribute("aria-label", `${this.dataset.label}, ${count}`);
  }

  close() {
    this.querySelector("details").open = false;
    this.sign.focus();
  }
}

customElements.define("retweet-menu", RetweetMenu);
