/** What the server says of passkeys, in the shapes that browsers want; older ones can't read the server's JSON by themselves. */

/** @returns {boolean} whether this browser, at this address, can do passkeys at all */
export function knowsPasskeys() {
  return "PublicKeyCredential" in globalThis && Boolean(globalThis.navigator?.credentials);
}

/** @param {string} text base64url without padding @returns {Uint8Array} */
export function bytesOf(text) {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
}

/** @param {ArrayBuffer} buffer @returns {string} base64url without padding */
export function textOf(buffer) {
  const binary = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** For `navigator.credentials.create`: always one that its person can log in with, without naming themselves. */
export function creationOf({ publicKey }) {
  return {
    publicKey: {
      ...publicKey,
      challenge: bytesOf(publicKey.challenge),
      user: { ...publicKey.user, id: bytesOf(publicKey.user.id) },
      excludeCredentials: credentials(publicKey.excludeCredentials),
      authenticatorSelection: { ...publicKey.authenticatorSelection, residentKey: "required", requireResidentKey: true, userVerification: "required" },
    },
  };
}

/** For `navigator.credentials.get`. */
export function requestOf({ publicKey }) {
  return { publicKey: { ...publicKey, challenge: bytesOf(publicKey.challenge), allowCredentials: credentials(publicKey.allowCredentials) } };
}

/** @param {PublicKeyCredential} credential @returns {object} as the server reads it */
export function answerOf(credential) {
  const { response } = credential;
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const found = parts.filter((part) => response[part]).map((part) => [part, textOf(response[part])]);
  const { id, type, authenticatorAttachment } = credential;
  return {
    id,
    type,
    authenticatorAttachment,
    rawId: textOf(credential.rawId),
    response: { ...Object.fromEntries(found), transports: response.getTransports?.() ?? [] },
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}

function credentials(list = []) {
  return list.map((each) => ({ ...each, id: bytesOf(each.id) }));
}
