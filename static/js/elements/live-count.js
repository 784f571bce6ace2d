/** How many listen to a Space right now, wherever that is written. */

class LiveCount extends HTMLElement {
  connectedCallback() {
    this.counted = ({ detail }) => {
      if (detail.space === this.dataset.space) this.textContent = this.dataset.words.replace("{count}", detail.listening_count);
    };
    document.addEventListener("linnet:space_counted", this.counted);
  }

  disconnectedCallback() {
    document.removeEventListener("linnet:space_counted", this.counted);
  }
}

customElements.define("live-count", LiveCount);
