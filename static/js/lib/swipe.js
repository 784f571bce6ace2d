/** Which way a finger went, as the page is read: from right to left, everything is mirrored. */

const FAR = 64; // CSS pixels

/**
 * @param {{clientX: number, clientY: number}} from
 * @param {{clientX: number, clientY: number}} to
 * @param {{isTurned?: boolean}} [options] whether the page is read from right to left
 * @returns {"on" | "back" | null} "on" towards the end of a line, "back" towards its start; null for what is too short or goes up and down
 */
export function swipeOf(from, to, { isTurned = globalThis.document?.documentElement.dir === "rtl" } = {}) {
  const across = (to.clientX - from.clientX) * (isTurned ? -1 : 1);
  if (Math.abs(across) < FAR || Math.abs(across) < 2 * Math.abs(to.clientY - from.clientY)) return null;
  return across > 0 ? "on" : "back";
}
