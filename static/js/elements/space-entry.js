import { engine } from "../live/engine.js";
import { toast } from "../lib/toast.js";
import { confirmed } from "./space-commands.js";
import { endNow } from "./space-leaving.js";
import { mark } from "./space-draw.js";
import { LiveElement } from "./space-live.js";
import { endsWithYou } from "./space-room.js";
import { askAtTheDoor } from "./space-threshold.js";
import { openUnsupported } from "./space-unsupported.js";
import { view } from "./space-view.js";
import { say, why } from "./space-words.js";

const INSIDE = ["connecting", "live", "reconnecting"];
/** Where a tab remembers its Space over a reload. */
const PLACE = "linnet.space";

/** Every link into a Space (`data-enter-space`) leads into the room instead of to its page. */
class SpaceEntry extends LiveElement {
  start() {
    queueMicrotask(comeBack); // once main.js has set the engine up
    this.listen(document, "click", (event) => this.#catch(event), { capture: true });
    this.listen(document, "htmx:load", () => this.renderSoon());
  }

  /** Links into the Space you are in say so. */
  render(state) {
    if (INSIDE.includes(state.status)) sessionStorage.setItem(PLACE, state.spaceId);
    else if (isBack) sessionStorage.removeItem(PLACE);
    for (const link of document.querySelectorAll("[data-enter-space]")) {
      mark(link, "data-inside", INSIDE.includes(state.status) && link.dataset.enterSpace === String(state.spaceId) ? "" : null);
    }
  }

  #catch(event) {
    const link = event.target.closest?.("[data-enter-space]");
    if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    enterSpace(link.dataset.enterSpace);
  }
}

let isBack = false;

/** After a reload: into the Space again, minimised. A tab that was copied stays out, or it would take the place of the first. */
function comeBack() {
  const place = sessionStorage.getItem(PLACE);
  const isCopy = performance.getEntriesByType("navigation")[0]?.type === "back_forward";
  isBack = true;
  if (!place || isCopy || !engine.support().canListen) return;
  joined(place, "dock");
}

/** Goes into the Space with this id and opens the room. Called out of a click, or the browser keeps the sound back. */
export async function enterSpace(spaceId) {
  if (!canHear()) return undefined;
  if (isInside(spaceId)) return view.to("sheet");
  const how = await askAtTheDoor(spaceId);
  if (!how || !(await isFreeFor(spaceId))) return undefined;
  view.to("sheet");
  return joined(spaceId, "sheet", how);
}

/** Whether nothing keeps you from the Space with this id; another one you are in is left for it. */
export async function isFreeFor(spaceId) {
  return isInside(spaceId) || !INSIDE.includes(engine.state.status) || leaveCurrent();
}

function isInside(spaceId) {
  return INSIDE.includes(engine.state.status) && String(engine.state.spaceId) === String(spaceId);
}

/** Whether this browser can play a Space; if not, says why. */
export function canHear() {
  const { canListen } = engine.support();
  if (!canListen) openUnsupported(engine.support());
  return canListen;
}

async function joined(spaceId, shape, how = {}) {
  try {
    const joining = engine.join(String(spaceId), how);
    view.to(shape);
    await joining;
  } catch (error) {
    const isToldElsewhere = engine.state.status === "closed" || error.code === "left";
    if (!isToldElsewhere) toast(why(error), { kind: "error" });
  }
}

/** A host does not slip away: the Space is ended first, or they stay. */
async function leaveCurrent() {
  if (!endsWithYou(engine.state)) {
    engine.leave();
    return true;
  }
  const words = { title: say("switch.title"), text: say("switch.text", { title: engine.state.room.space.title }), yes: say("end.action") };
  return (await confirmed(words)) && endNow();
}

customElements.define("space-entry", SpaceEntry);
