import { engine } from "../live/engine.js";
import { toast } from "../lib/toast.js";
import { confirmed } from "./space-commands.js";
import { endsWithYou } from "./space-room.js";
import { view } from "./space-view.js";
import { say, why } from "./space-words.js";

const CUT_SHORT = ["connection_lost", "left"];

/** Leaves at once; who opened the Space is asked, because for the others it is the end. */
export async function leaveSpace() {
  if (endsWithYou(engine.state) && engine.state.status !== "closed") return endSpace();
  engine.leave();
  view.to("none");
  return true;
}

/** Ends the Space you host. The line may close before the answer to that has come. */
export async function endNow() {
  try {
    await engine.command("end_space");
  } catch (error) {
    if (CUT_SHORT.includes(error.code)) return true;
    toast(why(error), { kind: "error" });
    return false;
  }
  return true;
}

/** Ends the Space you host, if you say yes. */
export async function endSpace() {
  const words = { title: say("end.title"), text: say("end.text"), yes: say("end.action") };
  return (await confirmed(words)) && endNow();
}
