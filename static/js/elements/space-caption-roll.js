/* Lines that roll by. Whoever scrolls up to read stops the roll, and nothing moves under their eyes until they are back at the end. */

const AT_END = 24; // px
const NEAR_TOP = 48; // px

export class Roll {
  #node;
  #listener;
  #isFollowing = true;
  #top = 0;

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
    this.#top = this.#node.scrollTop;
    this.settle();
  }

  /** After a change of size. */
  settle() {
    if (this.#isFollowing) this.#node.scrollTop = this.#node.scrollHeight;
  }

  #scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.#node;
    const isUp = scrollTop < this.#top;
    this.#top = scrollTop;
    if (scrollHeight - scrollTop - clientHeight <= AT_END) this.#isFollowing = true;
    else if (isUp) this.#isFollowing = false;
    if (isUp && scrollTop < NEAR_TOP) this.#listener.atTop();
    this.#listener.moved();
  }

  #inView() {
    const edge = this.#node.getBoundingClientRect().top;
    return [...this.#node.querySelectorAll("p")].find((line) => line.getBoundingClientRect().bottom > edge);
  }

  #placeOf(node) {
    return node && { node, top: node.getBoundingClientRect().top };
  }
}
