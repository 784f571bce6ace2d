/** How loud the person wants each other to be: kept per person, told per slot. Whom they blocked they do not hear. */

import { SLOTS } from "./format.js";

export class Volumes {
  #wishes = new Map(); // person id → 0 to 1

  /** @param {string} personId @param {number} volume 0 to 1 */
  set(personId, volume) {
    this.#wishes.set(personId, Math.max(0, Math.min(1, volume)));
  }

  /** @param {object | null} room @param {string[]} unheard ids of people @returns {number[]} a gain for every slot */
  gains(room, unheard = []) {
    const gains = new Array(SLOTS).fill(1);
    for (const { slot, person } of room?.stage ?? []) gains[slot] = unheard.includes(person.id) ? 0 : (this.#wishes.get(person.id) ?? 1);
    return gains;
  }
}
