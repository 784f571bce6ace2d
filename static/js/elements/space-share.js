import { toast } from "../lib/toast.js";
import { say } from "./space-words.js";

/** The sheet with the ways to bring others into a Space, for every `data-share-space` link. Without it those links open a page. */
class SpaceShare extends HTMLElement {
  #gone = new AbortController();

  connectedCallback() {
    this.#gone = new AbortController();
    const signal = this.#gone.signal;
    document.addEventListener("click", (event) => this.#catch(event), { signal, capture: true });
    this.querySelector("[data-close]").addEventListener("click", () => this.#dialog.close(), { signal });
    this.#dialog.addEventListener("click", (event) => this.#clicked(event), { signal });
    this.#dialog.addEventListener("close", () => this.#body.replaceChildren(), { signal });
  }

  disconnectedCallback() {
    this.#gone.abort();
  }

  async open(spaceId) {
    if (!this.#dialog.open) this.#dialog.showModal();
    const bones = this.querySelector("[data-bones]").content.cloneNode(true);
    this.#body.replaceChildren(bones);
    const url = this.dataset.url.replace("/0/", `/${spaceId}/`);
    await window.htmx?.ajax("GET", url, { source: this.#body, target: this.#body, swap: "innerHTML", select: "unset" });
    if (this.#body.querySelector(".share--bones")) this.#dialog.close(); // the frame has said why
  }

  get #dialog() {
    return this.querySelector("dialog");
  }

  get #body() {
    return this.querySelector("[data-body]");
  }

  #catch(event) {
    const link = event.target.closest?.("[data-share-space]");
    if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    this.open(link.dataset.shareSpace);
  }

  /** The dark around the dialog closes it, and so does a link that leads elsewhere. */
  #clicked(event) {
    const isElsewhere = event.target.closest("a[href]") && !event.defaultPrevented;
    if (event.target === this.#dialog || isElsewhere) this.#dialog.close();
  }
}

/** Opens the ways to share the Space with this id. */
export function openShare(spaceId) {
  document.querySelector("space-share").open(spaceId);
}

/** Copies the address of `space`. */
export async function copyLink(space) {
  const url = new URL(space.url, location.href).href;
  try {
    await navigator.clipboard.writeText(url);
    toast(say("copied"), { kind: "info" });
  } catch {
    toast(url, { kind: "info" }); // no clipboard on plain HTTP: at least it can be read
  }
}

customElements.define("space-share", SpaceShare);
