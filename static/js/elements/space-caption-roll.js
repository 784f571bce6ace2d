/* Lines that roll by. Whoever scrolls up to read stops the roll, and nothing moves under their eyes until they are back at the end. */

const AT_END = 24; // px
const NEAR_TOP = 48; // px

export class Roll {
  #node;
  #listener;
  #isFollowing = true;
  #seen = {};

  /**
   * @param {HTMLElement} node scrolls
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
    const place = this.#isFollowing ? null : this.#placeOf(this.#inView());
    draw();
    if (place?.node.isConnected) this.#node.scrollTop += this.#placeOf(place.node).top - place.top;
    this.settle();
  }

  /** After a change of size. */
  settle() {
    if (this.#isFollowing) this.#node.scrollTop = this.#node.scrollHeight;
    this.#look();
  }

  /** Browsers scroll by themselves when sizes change; that is not the reader. */
  #scrolled() {
    const before = this.#seen;
    const { top, length, height } = this.#look();
    if (length !== before.length || height !== before.height) return this.settle();
    const isUp = top < before.top;
    if (length - top - height <= AT_END) this.#isFollowing = true;
    else if (isUp) this.#isFollowing = false;
    if (isUp && top < NEAR_TOP) this.#listener.atTop();
    this.#listener.moved();
  }

  #look() {
    const { scrollTop: top, scrollHeight: length, clientHeight: height } = this.#node;
    this.#seen = { top, length, height };
    return this.#seen;
  }

  #inView() {
    const edge = this.#node.getBoundingClientRect().top;
    return [...this.#node.querySelectorAll("p")].find((line) => line.getBoundingClientRect().bottom > edge);
  }

  #placeOf(node) {
    return node && { node, top: node.getBoundingClientRect().top };
  }
}
