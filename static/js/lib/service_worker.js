/** Our service worker: registered late, so that no page waits for it, and never twice. */

const IDLE_MS = 5000; // at the latest
let registered = null;

/** Whether this browser could have one here. */
export const knowsWorkers = () => isSecureContext && "serviceWorker" in navigator;

/** The registration, once a worker is there; rejects where there can be none. */
export function worker() {
  registered ??= navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" }).then(() => navigator.serviceWorker.ready);
  registered.catch(() => (registered = null)); // the next who asks tries again
  return registered;
}

/** Once the page has all it needs and nothing else to do. */
export function registerLate() {
  if (!knowsWorkers()) return;
  const idle = () => (window.requestIdleCallback ?? setTimeout)(() => worker().catch(() => {}), { timeout: IDLE_MS });
  if (document.readyState === "complete") idle();
  else addEventListener("load", idle, { once: true });
}
