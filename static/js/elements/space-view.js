/* What only this tab knows about the Space it is in: how it is shown, and how loud each person is for you. */

class View extends EventTarget {
  /** "none", "sheet" or "dock". */
  shape = "none";
  #volumes = new Map();

  to(shape) {
    if (this.shape === shape) return;
    this.shape = shape;
    this.changed();
  }

  volumeOf(personId) {
    return this.#volumes.get(personId) ?? 1;
  }

  setVolume(personId, volume) {
    this.#volumes.set(personId, volume);
    this.changed();
  }

  changed() {
    this.dispatchEvent(new Event("change"));
  }
}

export const view = new View();
