/** What is inside is taken off the page at the moment when it is over, should the page still be open then. */
const LONGEST_MS = 2 ** 31 - 1; // that a timer takes

class UntilOver extends HTMLElement {
  connectedCallback() {
    const lasts = Number(this.dataset.lasts);
    if (lasts <= LONGEST_MS) this.timer = setTimeout(() => this.end(), lasts);
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
  }

  end() {
    this.replaceChildren(Object.assign(document.createElement("p"), { className: "until-over", textContent: this.dataset.gone }));
  }
}

customElements.define("until-over", UntilOver);
