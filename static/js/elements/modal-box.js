/** A dialog that anything with `data-open="<its id>"` opens; the page behind it keeps still. */

export class ModalBox extends HTMLElement {
  connectedCallback() {
    this.dialog = this.querySelector("dialog");
    this.opened = (event) => {
      const opener = event.target.closest?.(`[data-open="${this.id}"]`);
      if (!opener || event.defaultPrevented) return;
      event.preventDefault();
      event.stopPropagation();
      this.open();
    };
    document.addEventListener("click", this.opened, true);
    this.dialog.addEventListener("click", (event) => this.clicked(event));
  }

  disconnectedCallback() {
    document.removeEventListener("click", this.opened, true);
  }

  open() {
    document.querySelectorAll("drop-down details[open]").forEach((details) => (details.open = false));
    if (!this.dialog.open) this.dialog.showModal();
    this.dialog.querySelector("[data-autofocus], textarea")?.focus();
  }

  close() {
    this.dialog.close();
  }

  /** The dark around the dialog, an × and any link close it. */
  clicked(event) {
    const isOutside = event.target === this.dialog && !within(event, this.dialog.getBoundingClientRect());
    if (isOutside || event.target.closest("[data-close], a[href]")) this.close();
  }
}

function within(event, box) {
  return event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
}

customElements.define("modal-box", ModalBox);
