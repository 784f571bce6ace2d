/** The number on the icon of the installed app: all that is unread, by whatever counts it. */

const counts = new Map(); // address that counts → how many

/** @param {string} url @param {number} count */
export function countOnIcon(url, count) {
  counts.set(url, count);
  const all = [...counts.values()].reduce((sum, some) => sum + some, 0);
  (all ? navigator.setAppBadge?.(all) : navigator.clearAppBadge?.())?.catch(() => {});
}

/** Who is signed out has nothing to count. */
export function clearIcon() {
  counts.clear();
  navigator.clearAppBadge?.()?.catch(() => {});
}
