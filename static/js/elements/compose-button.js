/** Compose: a tap writes a Tweet; press and hold opens the fan (on wide screens the menu), slide to choose, release to open. */

const HOLD_MS = 380;

/** Where one writes: on a wide Home in place, anywhere else in a dialog; so too for who is in a live Space. */
export function compose({ isInSpace = Boolean(document.activeElement.closest("space-sheet")), isSpoken = false } = {}) {
  const field = document.getElementById("compose-field");
  const box = document.getElementById("compose");
  const isInPlace = Boolean(field?.offsetParent && !isInSpace);
  if (isInPlace) {
    scrollTo({ top: 0 });
    field.focus();
  } else box.open();
  if (isSpoken) (isInPlace ? field.closest("tweet-composer") : box.querySelector("tweet-composer")).speak();
}

class ComposeButton extends HTMLElement {
  connectedCallback() {
    this.trigger = this.querySelector("[data-compose]");
    this.fan = this.querySelector("[data-fan]");
    this.details = this.querySelector("details");
    this.trigger.setAttribute("role", "button");
    this.trigger.setAttribute("aria-haspopup", "true");
    this.listen();
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.escaped);
    removeEventListener("click", this.clicked, true);
  }

  listen() {
    const on = (name, act) => this.trigger.addEventListener(name, act.bind(this));
    on("pointerdown", this.press);
    on("pointermove", this.slide);
    on("pointerup", this.release);
    on("pointercancel", this.giveUp);
    on("click", this.tapped);
    on("contextmenu", this.held);
    on("keydown", this.keyDown);
    on("keyup", this.keyUp);
    on("dragstart", (event) => event.preventDefault());
    this.querySelector("[data-fan-close]")?.addEventListener("click", () => this.close());
    this.querySelectorAll("[data-bud]").forEach((bud) => {
      bud.addEventListener("click", (event) => this.chosen(event, bud));
      bud.addEventListener("pointerenter", () => this.heat(bud));
      bud.addEventListener("focus", () => this.heat(bud));
    });
    this.escaped = (event) => event.key === "Escape" && this.isOpen && this.close();
    this.clicked = (event) => this.isOpen && this.contains(event.target.closest?.("[data-bud]") ?? null) && this.close();
    document.addEventListener("keydown", this.escaped);
    addEventListener("click", this.clicked, true); // on the window: whoever takes over the click, the fan is closed first
  }

  get isOpen() {
    return this.fan ? !this.fan.hidden : this.details.open;
  }

  press(event) {
    if (event.button) return;
    this.isDown = true;
    this.trigger.setPointerCapture(event.pointerId);
    this.timer = setTimeout(() => this.open(), HOLD_MS);
  }

  slide(event) {
    if (this.isDown && this.isOpen) this.heat(budAt(this, event));
  }

  release(event) {
    clearTimeout(this.timer);
    if (!this.isDown) return;
    this.isDown = false;
    this.wasHeld = this.isOpen;
    if (this.isOpen) budAt(this, event)?.click();
  }

  giveUp() {
    clearTimeout(this.timer);
    this.isDown = false;
  }

  /** The click that follows a hold is not a tap. */
  tapped(event) {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    if (!this.wasHeld) compose();
    this.wasHeld = false;
  }

  held(event) {
    event.preventDefault();
    if (!this.isOpen) this.open();
  }

  keyDown(event) {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    if (event.repeat) return;
    this.keyTimer = setTimeout(() => {
      this.keyTimer = 0;
      this.open();
      this.querySelector("[data-bud]").focus();
    }, HOLD_MS);
  }

  keyUp(event) {
    if ((event.key !== "Enter" && event.key !== " ") || !this.keyTimer) return;
    clearTimeout(this.keyTimer);
    this.keyTimer = 0;
    compose();
  }

  open() {
    if (this.fan) {
      this.fan.hidden = false;
      document.querySelector("page-frame").inert = true;
      this.heat(null);
    } else this.details.open = true;
    navigator.vibrate?.(10);
  }

  close() {
    this.heat(null);
    if (this.fan) {
      this.fan.hidden = true;
      document.querySelector("page-frame").inert = false;
    } else this.details.open = false;
    this.trigger.focus();
  }

  heat(bud) {
    for (const other of this.querySelectorAll("[data-bud]")) other.toggleAttribute("data-hot", other === bud);
    if (!this.fan) return;
    this.querySelector("[data-fan-name]").textContent = bud?.querySelector(".bud__name").textContent ?? this.fan.dataset.ask;
    this.querySelector("[data-fan-meaning]").textContent = bud?.dataset.meaning ?? "";
  }

  chosen(event, bud) {
    if (!("composeNow" in bud.dataset)) return;
    event.preventDefault();
    event.stopPropagation();
    compose({ isSpoken: bud.dataset.composeNow === "voice" });
  }
}

function budAt(box, { clientX, clientY }) {
  const bud = document.elementFromPoint(clientX, clientY)?.closest("[data-bud]");
  return bud && box.contains(bud) ? bud : null;
}

customElements.define("compose-button", ComposeButton);
