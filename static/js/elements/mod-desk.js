/** The moderators' desk by keyboard: j and k walk the queue, Enter opens, c claims, u goes back to the queue. */

class ModDesk extends HTMLElement {
  connectedCallback() {
    this.pressed = (event) => this.#press(event);
    document.addEventListener("keydown", this.pressed, true);
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.pressed, true);
  }

  #press(event) {
    if (isAway(event)) return;
    const act = { j: () => this.#walk(1), k: () => this.#walk(-1), c: () => this.querySelector("[data-claim]")?.click(), u: () => this.#up() }[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  #walk(step) {
    const cases = [...this.querySelectorAll("[data-case]")];
    const here = cases.findIndex((each) => each === document.activeElement);
    const open = cases.findIndex((each) => each.hasAttribute("aria-current"));
    const next = here < 0 ? Math.max(0, open < 0 ? 0 : open + step) : here + step;
    cases[next]?.focus();
  }

  #up() {
    const link = this.querySelector(".desk__back");
    (link ?? document.querySelector(".nav__home")).click();
  }
}

function isAway(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || localStorage.getItem("linnet.shortcuts") === "off") return true;
  return Boolean(event.target.closest("input:not([type=radio]), textarea, select, dialog, space-sheet"));
}

customElements.define("mod-desk", ModDesk);
