/** A list box under a field, which keeps the focus: arrow keys walk through it, Enter or Tab takes, Esc closes it. */

// While the list is open; without one, a field for many lines is no combobox.
const COMBOBOX = { role: "combobox", "aria-autocomplete": "list", "aria-haspopup": "listbox", "aria-expanded": "true" };

let count = 0;

export class OptionList {
  /**
   * @param {HTMLInputElement | HTMLTextAreaElement} field
   * @param {{label: string, take: (option: HTMLElement) => void, place: () => {left: number, top: number, bottom: number, width?: number}}} how
   *   `place` says where it belongs, in the window: below `top`, or above `bottom` where there is no room
   */
  constructor(field, { label, take, place }) {
    this.field = field;
    this.take = take;
    this.place = place;
    this.list = document.createElement("ul");
    this.list.id = `options-${(count += 1)}`;
    this.list.className = "options";
    this.list.popover = "manual"; // above dialogs, and never cut off
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", label);
    this.list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
    this.list.addEventListener("click", (event) => this.clicked(event.target.closest("[role=option]")));
    this.moved = () => this.put();
  }

  get isOpen() {
    return this.list.isConnected;
  }

  get options() {
    return [...this.list.children];
  }

  get active() {
    return this.list.querySelector("[aria-selected=true]");
  }

  /** @param {HTMLElement[]} options @param {{isFirstActive?: boolean}} [how] */
  show(options, { isFirstActive = false } = {}) {
    if (!options.length) return this.close();
    this.list.replaceChildren(...options);
    options.forEach((option, number) => (option.id = `${this.list.id}-${number}`));
    if (!this.isOpen) this.open();
    this.activate(isFirstActive ? options[0] : null);
    this.put();
  }

  /** Beside the field, so that a dialog with the field has it too; not in its label, which would be read with it. */
  open() {
    (this.field.closest("label") ?? this.field).parentElement.append(this.list);
    this.list.showPopover();
    for (const [name, value] of Object.entries(COMBOBOX)) this.field.setAttribute(name, value);
    this.field.setAttribute("aria-controls", this.list.id);
    addEventListener("scroll", this.moved, { capture: true, passive: true });
    visualViewport?.addEventListener("resize", this.moved);
  }

  close() {
    if (!this.isOpen) return;
    this.list.remove();
    for (const name of [...Object.keys(COMBOBOX), "aria-controls", "aria-activedescendant"]) this.field.removeAttribute(name);
    removeEventListener("scroll", this.moved, { capture: true });
    visualViewport?.removeEventListener("resize", this.moved);
  }

  activate(option) {
    for (const other of this.options) other.setAttribute("aria-selected", String(other === option));
    if (option) this.field.setAttribute("aria-activedescendant", option.id);
    else this.field.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  }

  clicked(option) {
    if (option) this.take(option);
  }

  /** Whether the key was for the list. */
  pressed(event) {
    if (!this.isOpen || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return false;
    const act = { ArrowDown: () => this.walk(1), ArrowUp: () => this.walk(-1), Escape: () => this.close() }[event.key];
    const takes = (event.key === "Enter" || event.key === "Tab") && !event.shiftKey && this.active;
    if (!act && !takes) return false;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (act) act();
    else this.take(this.active);
    return true;
  }

  /** Beyond the ends lies the field itself. */
  walk(step) {
    const places = [null, ...this.options];
    this.activate(places.at((places.indexOf(this.active) + step) % places.length));
  }

  put() {
    const { left, top, bottom, width } = this.place();
    const { style } = this.list;
    if (width) style.inlineSize = `${width}px`;
    const seen = visualViewport ?? { height: innerHeight, offsetTop: 0 };
    const height = this.list.offsetHeight;
    const isBelow = top + height <= seen.offsetTop + seen.height - 8 || bottom - height < seen.offsetTop + 8;
    style.insetBlockStart = `${isBelow ? top : bottom - height}px`;
    style.left = `${Math.max(8, Math.min(left, document.documentElement.clientWidth - this.list.offsetWidth - 8))}px`;
  }
}

/**
 * The options that the server suggests, or none.
 * @param {string} url
 * @param {string} typed
 * @param {AbortSignal} signal
 * @returns {Promise<HTMLElement[]>}
 */
export async function suggestedOptions(url, typed, signal) {
  const html = await fetch(`${url}?q=${encodeURIComponent(typed)}`, { signal, redirect: "error" }).then((answer) => (answer.ok ? answer.text() : ""), () => "");
  const page = new DOMParser().parseFromString(html, "text/html");
  return [...page.querySelectorAll("[role=option]")].map((option) => document.adoptNode(option));
}
