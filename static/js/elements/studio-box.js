/** The creator of Fleets over any page: for every `a[data-new-fleet]`, and on Home for a finger that swipes from the start of a line to its end. */
import { swipeOf } from "../lib/swipe.js";
import { toast } from "../lib/toast.js";

class StudioBox extends HTMLElement {
  connectedCallback() {
    [this.dialog, this.body] = [this.querySelector("dialog"), this.querySelector("[data-body]")];
    this.gone = new AbortController();
    const { signal } = this.gone;
    document.addEventListener("click", (event) => this.clicked(event), { signal, capture: true });
    document.addEventListener("touchstart", (event) => this.touched(event), { signal, passive: true });
    document.addEventListener("touchend", (event) => this.let(event), { signal, passive: true });
    document.addEventListener("touchcancel", () => (this.from = null), { signal, passive: true });
    this.addEventListener("fleet-posted", () => this.dialog.close(), { signal });
    this.addEventListener("click", (event) => this.shut(event), { signal, capture: true });
    this.dialog.addEventListener("close", () => this.closed(), { signal });
  }

  disconnectedCallback() {
    this.gone.abort();
  }

  clicked(event) {
    const link = event.target.closest?.("a[data-new-fleet]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    event.stopPropagation();
    link.closest("details")?.removeAttribute("open");
    this.opener = link;
    this.open(link.href);
  }

  async open(url) {
    if (this.dialog.open || this.isOpening) return;
    this.isOpening = true;
    const page = await fetch(url, { redirect: "error" }).then(parsed, () => null);
    this.isOpening = false;
    const studio = page?.querySelector("[data-studio]");
    if (!studio) return toast(this.dataset.failed, { kind: "error" });
    for (const other of document.querySelectorAll("dialog[open]")) other.close();
    this.body.replaceChildren(document.importNode(studio, true));
    this.dialog.showModal();
    this.body.querySelector("[data-autofocus]").focus();
  }

  shut(event) {
    if (!event.target.closest("[data-close]")) return;
    event.preventDefault();
    event.stopPropagation();
    this.dialog.close();
  }

  closed() {
    this.body.replaceChildren();
    (this.opener?.isConnected && this.opener.offsetParent ? this.opener : document.querySelector("#now a, #main h1"))?.focus();
  }

  // ---- The finger on Home --------------------------------------------------------------------------------------------

  touched(event) {
    const isFree = location.pathname === "/" && event.touches.length === 1 && event.target.closest("#main") && !document.querySelector("dialog[open]");
    this.from = isFree && !movesSideways(event.target) ? event.touches[0] : null;
  }

  let(event) {
    const { from } = this;
    this.from = null;
    if (from && swipeOf(from, event.changedTouches[0]) === "on") this.open(document.querySelector("a[data-new-fleet]").href);
  }
}

/** Whether the finger lies on something that moves sideways itself, or in which words are marked. */
function movesSideways(target) {
  for (let at = target; at && at.id !== "main"; at = at.parentElement) {
    if (at.matches("textarea, input, [data-sideways], voice-player")) return true;
    if (at.scrollWidth > at.clientWidth + 1 && /auto|scroll/.test(getComputedStyle(at).overflowX)) return true;
  }
  return !getSelection().isCollapsed;
}

async function parsed(answer) {
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

customElements.define("studio-box", StudioBox);
