/** What stands in a composer, as one text to be kept: a thread's parts, a warning, a poll, pictures, sound, and what was chosen otherwise than usual. */

/**
 * @typedef {{parts: string[], warning?: string, options?: string[], minutes?: string, pictures?: {id: string, key: string, alt: string, of: number}[], clips?: {id: string, of: number}[],
 *   circle?: string, isSensitive?: boolean, later?: string, waiting?: {sentAs: string, since: number} | null}} Composed `of` is the part that a picture stands in;
 *   `circle` may reply; `later` is when it goes out; `waiting` says that it was sent while there was no connection, as which sending, and when
 * @param {Composed} composed
 * @returns {string} empty where nothing was typed
 */
export function pack({ parts, warning = "", options = [], minutes = "", pictures = [], clips = [], circle = "", isSensitive = false, later = "", waiting = null }) {
  const isTyped = [...parts, ...options, warning].some((words) => words.trim());
  if (!isTyped && !pictures.length && !clips.length) return "";
  const isPlain = parts.length === 1 && !warning && !options.some(Boolean) && !pictures.length && !clips.length && !circle && !later && !waiting;
  return isPlain ? parts[0] : MARK + JSON.stringify({ parts, warning, options, minutes, pictures, clips, circle, isSensitive, later, ...(waiting && { waiting }) });
}

/**
 * @param {string | null} kept
 * @returns {Composed}
 */
export function unpack(kept) {
  if (!kept?.startsWith(MARK)) return { parts: [kept ?? ""] };
  try {
    const { parts, ...others } = JSON.parse(kept.slice(MARK.length));
    return { parts: parts.map(String), ...others };
  } catch {
    return { parts: [""] };
  }
}

const MARK = "\u0001composed:"; // no text begins so: the server keeps no controls
