/**
 * Pairs what a codec gives back with what we know about the input it came from.
 * Codecs invent their own timestamps, so the only thing to trust is that outputs come in the order of inputs.
 * @template Label, Result
 */
export class InOrder {
  #waiting = [];
  #deliver;

  /** @param {(label: Label, result: Result | null) => void} deliver */
  constructor(deliver) {
    this.#deliver = deliver;
  }

  /** @returns {Label | undefined} what has waited longest */
  get oldest() {
    return this.#waiting[0]?.label;
  }

  get size() {
    return this.#waiting.length;
  }

  /** An input went into the codec. @param {Label} label */
  expect(label) {
    this.#waiting.push({ label, needsResult: true });
  }

  /** Something that needs no codec, but must not overtake. @param {Label} label */
  follow(label) {
    this.#waiting.push({ label, needsResult: false });
    this.#deliverFollowers();
  }

  /** The codec's next output. @param {Result} result */
  arrive(result) {
    if (!this.#waiting.length) return;
    this.#deliver(this.#waiting.shift().label, result);
    this.#deliverFollowers();
  }

  clear() {
    this.#waiting.length = 0;
  }

  #deliverFollowers() {
    while (this.#waiting.length && !this.#waiting[0].needsResult) this.#deliver(this.#waiting.shift().label, null);
  }
}
