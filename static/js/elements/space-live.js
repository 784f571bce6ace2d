import { engine } from "../live/engine.js";
import { view } from "./space-view.js";

/** An element that shows the Space this tab is in, and follows it for as long as it is in the page. */
export class LiveElement extends HTMLElement {
  #gone = new AbortController();
  #isDue = false;

  connectedCallback() {
    this.#gone = new AbortController();
    this.listen(engine, "change", () => this.renderSoon());
    this.listen(view, "change", () => this.renderSoon());
    this.start();
    this.render(engine.state);
  }

  disconnectedCallback() {
    this.#gone.abort();
    this.stop();
  }

  /** Called once the element is in the page; listen here. */
  start() {}

  /** Called when it has left the page. */
  stop() {}

  /** Draws `state` of the engine; called often, so it changes only what differs. */
  render() {}

  /** Listens until the element leaves the page. */
  listen(target, type, handler, options = {}) {
    target.addEventListener(type, handler, { ...options, signal: this.#gone.signal });
  }

  /** Many changes in one turn are drawn once. */
  renderSoon() {
    if (this.#isDue) return;
    this.#isDue = true;
    queueMicrotask(() => {
      this.#isDue = false;
      if (this.isConnected) this.render(engine.state);
    });
  }

  part(name) {
    return this.querySelector(`[data-${name}]`);
  }
}
