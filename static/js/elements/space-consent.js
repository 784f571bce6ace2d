import { toast } from "../lib/toast.js";
import { engine } from "../live/engine.js";
import { canBeCaptioned, consentOf } from "./space-room.js";
import { why } from "./space-words.js";

/** Asks whether what you say may be turned into words. Closing it is no answer. */
class SpaceConsent extends HTMLElement {
  connectedCallback() {
    const dialog = this.#dialog;
    for (const answer of this.querySelectorAll("[data-answer]")) answer.addEventListener("click", () => dialog.close(answer.dataset.answer));
    this.querySelector("[data-close]").addEventListener("click", () => dialog.close(""));
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close(""));
    dialog.addEventListener("keydown", (event) => event.repeat && event.preventDefault()); // Space held down to talk is no answer
  }

  get #dialog() {
    return this.querySelector("dialog");
  }

  /** @returns {Promise<boolean | null>} null without an answer */
  ask() {
    const dialog = this.#dialog;
    if (dialog.open) return Promise.resolve(null);
    dialog.returnValue = "";
    dialog.showModal();
    return new Promise((answered) => dialog.addEventListener("close", () => answered({ yes: true, no: false }[dialog.returnValue] ?? null), { once: true }));
  }
}

/** Whether the question is still to be put before your microphone opens. */
export function isToBeAsked() {
  return canBeCaptioned(engine.state) && consentOf(engine.state) === null;
}

/** Puts the question and keeps the answer. @returns {Promise<boolean | null>} null as long as none is kept */
export async function askConsent() {
  const agrees = await document.querySelector("space-consent").ask();
  return agrees === null ? null : keepConsent(agrees);
}

/** You are captioned from now on, here and everywhere, or no longer. @returns {Promise<boolean | null>} what is kept */
export async function keepConsent(agrees) {
  try {
    await engine.setCaptioned(agrees);
    return agrees;
  } catch (error) {
    toast(why(error), { kind: "error" });
    return null;
  }
}

customElements.define("space-consent", SpaceConsent);
