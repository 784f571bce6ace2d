import { engine } from "../live/engine.js";
import { toast } from "../lib/toast.js";
import { why } from "./space-words.js";

/** Asks the room to do something. True once it is done; a refusal is shown to the person and answers false. */
export async function ask(name, data = {}) {
  try {
    await engine.command(name, data);
    return true;
  } catch (error) {
    toast(why(error), { kind: "error" });
    return false;
  }
}

/** The same, with `button` resting until the answer is there. */
export async function askBy(button, name, data = {}) {
  if (button.getAttribute("aria-busy") === "true") return false;
  button.setAttribute("aria-busy", "true");
  const done = await ask(name, data);
  button.removeAttribute("aria-busy");
  return done;
}

/** Whether the person says yes to `{title, text, yes}`, asked before what cannot be taken back. */
export function confirmed(question) {
  return document.getElementById("confirm").ask(question);
}
