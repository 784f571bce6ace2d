/** Which microphones there are, which one the person chose, and how to open it. */

const CHOICE = "linnet.microphone"; // key in localStorage
const CLEANED = { echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: 1 };
const FAULTS = { NotAllowedError: "refused", SecurityError: "refused", NotFoundError: "missing", OverconstrainedError: "missing" };

/** @returns {string | null} */
export function chosenDevice() {
  try {
    return localStorage.getItem(CHOICE);
  } catch {
    return null; // storage may be forbidden; then the browser's own choice will do
  }
}

/** @param {string} id */
export function rememberDevice(id) {
  try {
    localStorage.setItem(CHOICE, id);
  } catch {
    // as above
  }
}

/** @returns {Promise<{id: string, label: string}[]>} labels are empty until the person allowed a microphone */
export async function microphones() {
  const devices = await navigator.mediaDevices.enumerateDevices();
  return devices.filter(({ kind }) => kind === "audioinput").map(({ deviceId, label }) => ({ id: deviceId, label }));
}

/** @param {string | null} id a wish: if that microphone is gone, another one opens */
export function openDevice(id) {
  return navigator.mediaDevices.getUserMedia({ audio: { ...CLEANED, ...(id && { deviceId: { ideal: id } }) } });
}

/** @param {DOMException} error of `openDevice` @returns {"refused" | "missing" | "lost"} */
export const faultOf = (error) => FAULTS[error.name] ?? "lost";
