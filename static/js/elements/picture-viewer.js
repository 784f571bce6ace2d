/** The pictures of a Tweet, one at a time and large: arrow keys lead on, plus and minus zoom, Escape closes. */

const ZOOMS = [1, 1.5, 2, 3, 4];

class PictureViewer extends HTMLElement {
  connectedCallback() {
    const find = (name) => this.querySelector(`[data-${name}]`);
    [this.dialog, this.stage, this.image] = [this.querySelector("dialog"), find("stage"), find("shown")];
    this.opened = (event) => this.clicked(event);
    document.addEventListener("click", this.opened, true);
    this.dialog.addEventListener("keydown", (event) => this.pressed(event));
    this.dialog.addEventListener("close", () => this.closed());
    for (const [name, act] of Object.entries({
      shut: () => this.dialog.close(),
      "back-one": () => this.step(-1),
      "on-one": () => this.step(1),
      in: () => this.zoom(1),
      out: () => this.zoom(-1),
    })) find(name).addEventListener("click", act); // prettier-ignore
    this.image.addEventListener("click", (event) => this.zoom(this.level ? -ZOOMS.length : 2, event));
    this.stage.addEventListener("click", (event) => event.target === this.stage && this.dialog.close());
  }

  disconnectedCallback() {
    document.removeEventListener("click", this.opened, true);
  }

  clicked(event) {
    const link = event.target.closest?.("a[data-view]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    event.stopPropagation();
    this.links = [...link.parentElement.querySelectorAll("a[data-view]")];
    this.opener = link;
    this.dialog.showModal();
    this.show(this.links.indexOf(link));
    this.stage.focus();
  }

  closed() {
    this.image.removeAttribute("src");
    this.opener.focus();
  }

  pressed(event) {
    const isTurned = document.documentElement.dir === "rtl" ? -1 : 1;
    const act = {
      ArrowLeft: () => this.step(-isTurned),
      ArrowRight: () => this.step(isTurned),
      "+": () => this.zoom(1),
      "=": () => this.zoom(1),
      "-": () => this.zoom(-1),
      0: () => this.zoom(-ZOOMS.length),
    }[event.key];
    if (!act || (this.level && event.key.startsWith("Arrow"))) return; // arrows move what is zoomed
    event.preventDefault();
    act();
  }

  step(by) {
    const next = this.index + by;
    if (this.links[next]) this.show(next);
  }

  show(index) {
    this.index = index;
    const link = this.links[index];
    const { alt } = link.querySelector("img");
    this.image.src = link.href;
    this.image.alt = alt;
    this.querySelector("[data-alt]").textContent = alt;
    this.querySelector("[data-place]").textContent = this.links.length > 1 ? `${index + 1} / ${this.links.length}` : "";
    this.querySelector("[data-back-one]").hidden = index === 0;
    this.querySelector("[data-on-one]").hidden = index === this.links.length - 1;
    this.level = 0;
    this.zoom(0);
  }

  /** A button that went away, or is off now, keeps the keyboard no longer. */
  keepFocus() {
    const { activeElement: at } = document;
    if (at === document.body || at.hidden || at.disabled) this.stage.focus();
  }

  /** By so many levels; around where it was clicked. */
  zoom(by, at) {
    const place = at && { x: at.offsetX / this.image.clientWidth, y: at.offsetY / this.image.clientHeight };
    this.level = Math.max(0, Math.min(ZOOMS.length - 1, this.level + by));
    const size = `${100 * ZOOMS[this.level]}%`;
    Object.assign(this.image.style, this.level ? { inlineSize: size, maxInlineSize: "none", maxBlockSize: "none" } : { inlineSize: "", maxInlineSize: "", maxBlockSize: "" });
    this.stage.classList.toggle("is-zoomed", this.level > 0);
    this.querySelector("[data-out]").disabled = this.level === 0;
    this.querySelector("[data-in]").disabled = this.level === ZOOMS.length - 1;
    this.keepFocus();
    if (!place || !this.level) return;
    this.stage.scrollTo(place.x * this.image.clientWidth - this.stage.clientWidth / 2, place.y * this.image.clientHeight - this.stage.clientHeight / 2);
  }
}

customElements.define("picture-viewer", PictureViewer);
