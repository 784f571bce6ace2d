/**
 * The time, handed to whoever needs it so that tests can hand over another.
 * @typedef {{now: () => number, after: (ms: number, task: () => void) => () => void}} Clock `after` answers with its own undoing
 */

/** @type {Clock} */
export const systemClock = {
  now: () => performance.now(),
  after(ms, task) {
    const timer = setTimeout(task, ms);
    return () => clearTimeout(timer);
  },
};
