/** A menu under its button. It opens without script; this closes it and lets arrow keys walk through it. */

class DropDown extends HTMLElement {
  connectedCallback() {
    this.details = this.querySelector("details");
    this.outside = (event) => {
      if (!this.contains(event.target)) this.details.open = false;
    };
    this.details.addEventListener("toggle", () => this.toggled());
    this.addEventListener("keydown", (event) => this.pressed(event));
    this.addEventListener("click", (event) => event.target.closest("a[href], [data-open]") && (this.details.open = false));
  }

  disconnectedCallback() {
    document.removeEventListener("pointerdown", this.outside);
  }

  toggled() {
    const act = this.details.open ? "addEventListener" : "removeEventListener";
    document[act]("pointerdown", this.outside);
    document[act]("focusin", this.outside);
    if (this.details.open) this.turn();
  }

  /** Near the lower edge of the window the menu opens upwards. */
  turn() {
    this.classList.remove("opens-up");
    const menu = this.querySelector(".menu").getBoundingClientRect();
    this.classList.toggle("opens-up", menu.bottom > innerHeight - 60 && menu.top > menu.height + 120);
  }

  pressed(event) {
    if (event.key === "Escape" && this.details.open) {
      event.stopPropagation();
      this.details.open = false;
      this.querySelector("summary").focus();
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.walk(event, step);
  }

  walk(event, step) {
    event.preventDefault();
    this.details.open = true;
    const items = [...this.querySelectorAll(".menu :is(a, button)")].filter((item) => item.offsetParent);
    const next = items.indexOf(document.activeElement) + step;
    items.at(next < 0 ? -1 : next % items.length)?.focus();
  }
}

customElements.define("drop-down", DropDown);
