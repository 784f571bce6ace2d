/** What of push needs no page: whether there is any, and the site's key as browsers want it. */

export const knowsPush = () => "PushManager" in globalThis && "Notification" in globalThis;

/** @param {string} key base64url @returns {Uint8Array} */
export function bytesOf(key) {
  return Uint8Array.from(atob(key.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
}
