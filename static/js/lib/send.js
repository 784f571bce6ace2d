/** Changes made by scripts: one way to send them, one way to fail. */

export class SendFailed extends Error {
  /** @param {string} code the server's, or "unreachable", "signed_out", "failed"; @param {string} text a sentence for the person, or ""; @param {object | null} answer all it said */
  constructor(code, text = "", answer = null) {
    super(code);
    this.code = code;
    this.text = text;
    this.answer = answer;
  }
}

/** The token of now: the one in the page may be older than the last log-in. */
export function csrfToken() {
  return document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? "";
}

/**
 * Sends a change and returns the answer's JSON, or null when it has none. Throws SendFailed.
 * @param {string} url
 * @param {{method?: string, body?: Record<string, string> | [string, string][], signal?: AbortSignal}} [options]
 */
export async function send(url, { method = "POST", body, signal } = {}) {
  const response = await fetch(url, {
    method,
    body: body && new URLSearchParams(body),
    headers: { Accept: "application/json", "X-CSRFToken": csrfToken() },
    redirect: "manual",
    signal,
  }).catch(() => {
    throw new SendFailed("unreachable");
  });
  if (response.type === "opaqueredirect") throw new SendFailed("signed_out");
  const answer = await response.json().catch(() => null);
  if (!response.ok) throw new SendFailed(answer?.code ?? (response.status < 500 ? "failed" : "unreachable"), answer?.text ?? "", answer);
  return answer;
}
