/** How long to wait before the next try: full jitter, patient only after a long outage. */

const FIRST_MS = 300;
const EARLY_LIMIT_MS = 2_000;
const LATE_LIMIT_MS = 20_000;
const EARLY_MS = 120_000;

/** So many tries may fail before a browser begins to hold sockets back; from then on it is better to knock first. */
export const FREE_TRIES = 4;

/**
 * @param {number} failures tries that failed before this one, from 0
 * @param {number} outage_ms how long we have been without a connection
 * @param {() => number} random
 */
export function retryDelay(failures, outage_ms, random) {
  const limit = outage_ms < EARLY_MS ? EARLY_LIMIT_MS : LATE_LIMIT_MS;
  return random() * Math.min(limit, FIRST_MS * 2 ** failures);
}
