/** A dialog in which somebody chooses what of their picture is shown: by dragging, pinching, scrolling, or with the keyboard. */
import { centred, MOST_ZOOM, moved, placed, zoomed, zoomOf } from "../lib/crop.js";

const STEP = 0.05; // parts of the window, for an arrow key
const NEARER = 1.15; // for + and −
const SCROLLED = 0.0015; // how much nearer a scrolled pixel brings it

const KEYS = {
  ArrowLeft: (view) => view.move(-STEP, 0),
  ArrowRight: (view) => view.move(STEP, 0),
  ArrowUp: (view) => view.move(0, -STEP),
  ArrowDown: (view) => view.move(0, STEP),
  "+": (view) => view.zoom(NEARER),
  "=": (view) => view.zoom(NEARER),
  "-": (view) => view.zoom(1 / NEARER),
};

class PictureCropper extends HTMLElement {
  connectedCallback() {
    const find = (name) => this.querySelector(`[data-${name}]`);
    this.dialog = this.querySelector("dialog");
    [this.stage, this.window, this.picture, this.slider] = ["stage", "window", "picture", "zoom"].map(find);
    this.pointers = new Map();
    find("cancel").addEventListener("click", () => this.dialog.close());
    find("apply").addEventListener("click", () => this.dialog.close("apply"));
    this.slider.addEventListener("input", () => this.zoom(MOST_ZOOM ** (this.slider.value / 100) / zoomOf(this.crop, this.size, this.ratio)));
    this.stage.addEventListener("keydown", (event) => this.pressed(event));
    this.stage.addEventListener("wheel", (event) => this.scrolled(event), { passive: false });
    this.stage.addEventListener("pointerdown", (event) => this.touched(event));
    this.stage.addEventListener("pointermove", (event) => this.dragged(event));
    for (const name of ["pointerup", "pointercancel"]) this.stage.addEventListener(name, (event) => this.pointers.delete(event.pointerId));
  }

  /**
   * @param {File} file
   * @param {"avatar" | "banner"} kind
   * @returns {Promise<{size: {width: number, height: number}, crop?: object} | "unseen" | null>} null if they thought better of it,
   *   "unseen" if this browser can't show such a picture
   */
  async ask(file, kind) {
    const address = URL.createObjectURL(file);
    try {
      this.picture.src = address;
      if (!(await this.picture.decode().then(() => true, () => false))) return "unseen";
      this.begin(kind);
      return await this.answer();
    } finally {
      for (const name of ["src", "style"]) this.picture.removeAttribute(name); // a page kept for going back may hold no inline style
      URL.revokeObjectURL(address);
    }
  }

  begin(kind) {
    this.ratio = kind === "avatar" ? 1 : 3;
    this.size = { width: this.picture.naturalWidth, height: this.picture.naturalHeight };
    this.window.classList.toggle("crop__window--round", kind === "avatar");
    this.querySelector("[data-title]").textContent = this.dataset[kind];
    this.pointers.clear();
    this.draw(centred(this.size, this.ratio));
  }

  answer() {
    this.dialog.returnValue = "";
    this.dialog.showModal();
    this.stage.focus();
    const closed = new Promise((resolve) => this.dialog.addEventListener("close", resolve, { once: true }));
    return closed.then(() => (this.dialog.returnValue === "apply" ? { size: this.size, crop: this.crop } : null));
  }

  move(right, down) {
    this.draw(moved(this.crop, this.size, this.ratio, right, down));
  }

  zoom(times, at) {
    this.draw(zoomed(this.crop, this.size, this.ratio, times, at));
  }

  draw(crop) {
    this.crop = crop;
    const { left, top, width } = placed(crop, this.size);
    const percent = (part) => `${100 * part}%`;
    Object.assign(this.picture.style, { inlineSize: percent(width), left: percent(left), top: percent(top * this.ratio) });
    this.slider.value = (100 * Math.log(zoomOf(crop, this.size, this.ratio))) / Math.log(MOST_ZOOM);
  }

  pressed(event) {
    const act = event.ctrlKey || event.metaKey || event.altKey ? null : KEYS[event.key];
    if (!act) return;
    event.preventDefault();
    act(this);
  }

  scrolled(event) {
    event.preventDefault();
    this.zoom(Math.exp(-event.deltaY * SCROLLED), this.within(event));
  }

  touched(event) {
    event.preventDefault();
    this.stage.focus();
    this.stage.setPointerCapture(event.pointerId);
    this.pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  }

  /** With one finger or the mouse the picture moves; with two it also grows by how far they part. */
  dragged(event) {
    const before = this.pointers.get(event.pointerId);
    if (!before) return;
    const now = { x: event.clientX, y: event.clientY };
    const other = [...this.pointers].find(([id]) => id !== event.pointerId)?.[1];
    const { width, height } = this.window.getBoundingClientRect();
    const share = other ? 2 : 1; // two fingers carry the picture between them
    this.move((before.x - now.x) / width / share, (before.y - now.y) / height / share);
    if (other && distance(before, other)) this.zoom(distance(now, other) / distance(before, other), this.within(middle(now, other)));
    this.pointers.set(event.pointerId, now);
  }

  /** A point of the screen, in parts of the window. */
  within({ clientX, clientY }) {
    const box = this.window.getBoundingClientRect();
    return { x: (clientX - box.left) / box.width, y: (clientY - box.top) / box.height };
  }
}

function distance(one, other) {
  return Math.hypot(one.x - other.x, one.y - other.y);
}

function middle(one, other) {
  return { clientX: (one.x + other.x) / 2, clientY: (one.y + other.y) / 2 };
}

customElements.define("picture-cropper", PictureCropper);
