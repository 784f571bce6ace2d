import { engine } from "../live/engine.js";
import { toast } from "../lib/toast.js";
import { askConsent, isToBeAsked } from "./space-consent.js";
import { isOnStage, micOf } from "./space-room.js";
import { say, why } from "./space-words.js";

const OPEN = ["open", "silent"];

export function micIsOpen() {
  return OPEN.includes(micOf(engine.state));
}

/** Opens your microphone, or closes it. What went wrong is part of the state and shown beside the button. */
export function toggleMic() {
  if (!isOnStage(engine.state)) return;
  if (micIsOpen()) closeMic();
  else openMic();
}

/** The first time ever, only after you have said whether you want to be captioned. */
export async function openMic() {
  if (isToBeAsked() && (await askConsent()) === null) return;
  try {
    await engine.openMic();
  } catch (error) {
    if (engine.state.mic === "off" && error.text) toast(why(error), { kind: "error" });
  }
}

let closedAt = -Infinity;

export function closeMic() {
  closedAt = performance.now();
  engine.closeMic();
}

/** Whether the microphone that just closed was closed by you. */
export function closedByYou() {
  return performance.now() - closedAt < 3000;
}

/** What the button says: its label, a bold word and a line below it. */
export function micWords(mic) {
  const label = OPEN.includes(mic) ? say("mic.mute") : say("mic.unmute");
  return { label, title: say(`mic.${mic}.title`), line: say(`mic.${mic}.line`) };
}
