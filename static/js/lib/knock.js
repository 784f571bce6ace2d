/** Whether anybody answers where a socket would be opened. */

const PATIENCE_MS = 3_000;

/**
 * Pages whose sockets failed often are made to wait by their browser, in Chromium up to five seconds, in Firefox up to a minute,
 * also when the server is back. A request that fails costs nothing of the kind.
 * @param {string | URL} url of the socket
 * @returns {Promise<boolean>}
 */
export async function knock(url) {
  const door = new URL(url);
  door.protocol = door.protocol.replace("ws", "http");
  try {
    const { status } = await fetch(door, { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS) });
    return status < 500; // a proxy whose Linnet is away answers 502; whatever else is said, somebody is there
  } catch {
    return false;
  }
}
