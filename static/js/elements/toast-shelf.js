/** Where short messages appear: above everything, dialogs included. */

const SHOWN_MS = 5000;

class ToastShelf extends HTMLElement {
  connectedCallback() {
    this.show = (event) => this.add(event.detail);
    document.addEventListener("linnet:toast", this.show);
  }

  disconnectedCallback() {
    document.removeEventListener("linnet:toast", this.show);
  }

  add({ text, kind, action }) {
    const item = document.createElement("div");
    item.className = `toast toast--${kind}`;
    item.append(Object.assign(document.createElement("span"), { textContent: text }));
    if (action) item.append(link(action));
    if (this.childElementCount > 1) this.firstElementChild.remove();
    this.append(item);
    this.rise();
    setTimeout(() => this.drop(item), SHOWN_MS + text.length * 40);
  }

  drop(item) {
    item.remove();
    if (!this.childElementCount) this.hidePopover?.();
  }

  /** A popover opened last lies on top, also of a dialog opened before. */
  rise() {
    if (!this.showPopover) return;
    this.hidePopover();
    this.showPopover();
  }
}

function link({ words, url }) {
  return Object.assign(document.createElement("a"), { className: "btn btn--s btn--ghost", textContent: words, href: url });
}

customElements.define("toast-shelf", ToastShelf);
