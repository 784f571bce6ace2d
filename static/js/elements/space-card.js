/** The card of a Space, wherever it is shown: drawn anew when that Space begins or ends. */
class SpaceCard extends HTMLElement {
  #gone = new AbortController();

  connectedCallback() {
    this.#gone = new AbortController();
    document.addEventListener("linnet:spaces_changed", ({ detail }) => this.#changed(detail), { signal: this.#gone.signal });
  }

  disconnectedCallback() {
    this.#gone.abort();
  }

  #changed({ space }) {
    if (space === this.dataset.space) window.htmx?.ajax("GET", this.dataset.url, { target: this, swap: "outerHTML", select: "unset" });
  }
}

customElements.define("space-card", SpaceCard);
