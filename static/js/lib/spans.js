/** How long something is, as a player tells it. */

/** @param {number} ms @returns {string} 72400 → 1:12 */
export function clock(ms) {
  const seconds = Math.round(Math.max(0, ms) / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
