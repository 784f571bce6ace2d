/** The bar on top of Home asks for itself anew at the second in which something of it is over. */
const LONGEST_MS = 2 ** 31 - 1; // that a timer takes

class FleetBar extends HTMLElement {
  connectedCallback() {
    const wait = Number(this.dataset.changesIn);
    if (wait) this.timer = setTimeout(() => this.dispatchEvent(new Event("over")), Math.min(wait, LONGEST_MS));
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
  }
}

customElements.define("fleet-bar", FleetBar);
