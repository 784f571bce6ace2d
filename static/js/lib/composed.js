/** What stands in a composer, as one text to be kept: a thread's parts, a warning, a poll. */

/**
 * @typedef {{parts: string[], warning?: string, options?: string[], minutes?: string}} Composed
 * @param {Composed} composed
 * @returns {string} empty where nothing was typed
 */
export function pack({ parts, warning = "", options = [], minutes = "" }) {
  const isTyped = [...parts, ...options, warning].some((words) => words.trim());
  if (!isTyped) return "";
  if (parts.length === 1 && !warning && !options.some(Boolean)) return parts[0];
  return MARK + JSON.stringify({ parts, warning, options, minutes });
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
