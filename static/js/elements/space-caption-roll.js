/* Lines that roll by. Whoever scrolls up to read stops the roll, and nothing moves under their eyes until they are back at the end. */

const AT_END = 24; // px
const NEAR_TOP = 48; // px

export class Roll {
  #node;
  #listener;
  #isFollowing = true;
  #seen = { edge: 0 };

  /**
   * @param {HTMLElement} node scrolls; its lines carry their ids as `data-line`
   * @param {{moved: () => void, atTop: () => void}} listener told when the reader scrolls, and when they near the beginning
   */
  constructor(node, listener) {
    this.#node = node;
    this.#listener = listener;
    node.addEventListener("scroll", () => this.#scrolled(), { passive: true });
  }

  get isFollowing() {
    return this.#isFollowing;
  }

  /** Back to the end, and on with what comes. */
  follow() {
    this.#isFollowing = true;
    this.settle();
    this.#listener.moved();
  }

  /** Draws, and leaves what is being read where it is. */
  keeping(draw) {
    this.settle();
    const line = this.#isFollowing ? null : this.#firstInView();
    const place = line?.getBoundingClientRect().top;
    draw();
    const now = line && this.#node.querySelector(`[data-line="${line.dataset.line}"]`);
    if (now) this.#shift(now.getBoundingClientRect().top - place);
    if (this.#isFollowing) this.settle();
    else this.#seen = this.#measure();
  }

  /** After a change of size: the end stays in sight, or what is being read stays where it is. */
  settle() {
    const now = this.#measure();
    if (!now.height) return;
    this.#shift(this.#isFollowing ? now.length - now.height - now.top : now.edge - this.#seen.edge);
    this.#seen = this.#measure();
  }

  /** Any change of place, be it none, would end the movement that a key or a finger began. */
  #shift(by) {
    if (Math.abs(by) >= 1) this.#node.scrollTop += by;
  }

  /** Browsers scroll by themselves when sizes change; that is not the reader. */
  #scrolled() {
    const [before, now] = [this.#seen, this.#measure()];
    if (now.length !== before.length || now.height !== before.height) return this.settle();
    this.#seen = now;
    const isUp = now.top < before.top;
    if (now.length - now.top - now.height <= AT_END) this.#isFollowing = true;
    else if (isUp) this.#isFollowing = false;
    if (isUp && now.top < NEAR_TOP) this.#listener.atTop();
    this.#listener.moved();
  }

  /** `edge` is where the strip begins in the panel. */
  #measure() {
    const { scrollTop: top, scrollHeight: length, clientHeight: height, offsetParent } = this.#node;
    return { top, length, height, edge: offsetParent?.offsetTop ?? 0 };
  }

  #firstInView() {
    const edge = this.#node.getBoundingClientRect().top;
    return [...this.#node.querySelectorAll("[data-line]")].find((line) => line.getBoundingClientRect().bottom > edge);
  }
}
