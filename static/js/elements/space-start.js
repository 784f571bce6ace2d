import { canHear } from "./space-entry.js";

/** The dialog with which a Space is started, for every `data-start-space` link. Without it those links open a page. */
class SpaceStart extends HTMLElement {
  #gone = new AbortController();

  connectedCallback() {
    this.#gone = new AbortController();
    const signal = this.#gone.signal;
    document.addEventListener("click", (event) => this.#catch(event), { signal, capture: true });
    this.#dialog.addEventListener("close", () => this.querySelector("space-mic-test").rest(), { signal });
    this.addEventListener("space-started", () => this.#dialog.close(), { signal });
    for (const way of this.querySelectorAll("[data-close]")) way.addEventListener("click", () => this.#dialog.close(), { signal });
    this.#dialog.addEventListener("click", (event) => event.target === this.#dialog && this.#dialog.close(), { signal });
  }

  disconnectedCallback() {
    this.#gone.abort();
  }

  get #dialog() {
    return this.querySelector("dialog");
  }

  #catch(event) {
    const link = event.target.closest?.("[data-start-space]");
    if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    if (canHear()) this.open();
  }

  open() {
    if (this.#dialog.open) return;
    this.#dialog.showModal();
    this.querySelector("space-mic-test").look();
    this.querySelector("[name=title]").focus();
  }
}

customElements.define("space-start", SpaceStart);
