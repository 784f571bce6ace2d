/** What this browser can do of what a Space needs. */

const TO_LISTEN = ["AudioContext", "AudioWorkletNode", "AudioDecoder", "Worker", "WebSocket"];
const TO_SPEAK = ["AudioEncoder", "MediaStream"];

/** @returns {{ok: boolean, missing: string[], canListen: boolean, secure: boolean}} */
export function support() {
  const secure = globalThis.isSecureContext === true;
  const lacks = (name) => !(name in globalThis);
  const missing = [...TO_LISTEN, ...TO_SPEAK].filter(lacks);
  if (!globalThis.navigator?.mediaDevices?.getUserMedia) missing.push("getUserMedia");
  return { ok: secure && !missing.length, missing, canListen: secure && !TO_LISTEN.some(lacks), secure };
}
