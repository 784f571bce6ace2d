/** Files on their way: `send`, with the news of how far they have come, which fetch does not tell. */
import { csrfToken, SendFailed } from "./send.js";

/**
 * Sends a form with files and returns the answer's JSON. Throws SendFailed; its code is "stopped" when `signal` stopped it.
 * @param {string} url
 * @param {FormData} form
 * @param {{onPart?: (part: number) => void, signal?: AbortSignal}} [options] `onPart` is told which part of it was sent, from 0 to 1
 */
export function upload(url, form, { onPart = () => {}, signal } = {}) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", url);
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-CSRFToken", csrfToken());
    request.upload.onprogress = ({ loaded, total }) => onPart(total ? loaded / total : 0);
    request.onload = () => (isDone(request) ? resolve(answerOf(request)) : reject(failure(request)));
    request.onerror = request.ontimeout = () => reject(new SendFailed("unreachable"));
    request.onabort = () => reject(new SendFailed("stopped"));
    signal?.addEventListener("abort", () => request.abort(), { once: true });
    request.send(form);
  });
}

/** A log-in page, to which XMLHttpRequest is led unasked, is no answer. */
function isDone(request) {
  return request.status < 300 && answerOf(request) !== null;
}

function answerOf(request) {
  try {
    return JSON.parse(request.responseText);
  } catch {
    return null;
  }
}

function failure(request) {
  const answer = answerOf(request);
  if (request.status < 300) return new SendFailed("signed_out");
  return new SendFailed(answer?.code ?? (request.status < 500 ? "failed" : "unreachable"), answer?.text ?? "", answer);
}
