/** The captions that one reader has before them: what the room tells, and older lines that they asked for. */

import { KEPT, meet, turnsOf, withLines } from "./caption_lines.js";

const MOST = 400; // lines that stay before a reader who follows; older ones can be fetched again
const LEFT = 200;

export class CaptionBook {
  #lines = [];
  #isOpen = false;
  #older = null; // ask for lines before the one with this id; null when there are none

  get lines() {
    return this.#lines;
  }

  get turns() {
    return turnsOf(this.#lines);
  }

  /** @returns {string | null} the id before which there are older lines */
  get older() {
    return this.#older;
  }

  /** @param {object[]} told what the room holds now @returns {object[]} the lines said since it was last told */
  follow(told) {
    if (!this.#isOpen || !meet(this.#lines, told)) return this.#begin(told);
    const known = new Set(this.#lines.map(({ id }) => id));
    const said = told.filter(({ id }) => !known.has(id));
    if (said.length) this.#lines = withLines(this.#lines, said);
    return said;
  }

  /** @param {{lines: object[], next: string | null}} page lines before `older` */
  addOlder({ lines, next }) {
    this.#lines = withLines(this.#lines, lines);
    this.#older = next;
  }

  /** Keeps a long evening from filling the page; for when nobody looks at the beginning. */
  trim() {
    if (this.#lines.length <= MOST) return;
    this.#lines = this.#lines.slice(-LEFT);
    this.#older = this.#lines[0].id;
  }

  /** Another Space. */
  close() {
    this.#lines = [];
    this.#isOpen = false;
    this.#older = null;
  }

  #begin(told) {
    this.#isOpen = true;
    this.#lines = told;
    this.#older = told.length >= KEPT ? told[0].id : null;
    return [];
  }
}
