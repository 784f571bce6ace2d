import { engine } from "../live/engine.js";
import { keyed, mark, paintFace, show, write } from "./space-draw.js";
import { LiveElement } from "./space-live.js";
import { openPersonMenu } from "./space-person-menu.js";
import { bubbleOn } from "./space-reactions.js";
import { isUncaptioned, isUnheard, isYou, seatOf } from "./space-room.js";
import { view } from "./space-view.js";
import { drawVoice, voices } from "./space-voices.js";
import { part, say } from "./space-words.js";

/** Those who may speak: face, name, microphone, role; a ring that follows the voice. */
class SpaceStage extends LiveElement {
  #seats = new Map();

  start() {
    this.listen(voices, "frame", () => this.#drawVoices());
    this.listen(engine, "reactions", (event) => this.#drawReactions(event.detail));
  }

  render(state) {
    show(this, Boolean(state.room));
    if (!state.room) return;
    write(this.part("count"), say("stage.count", { taken: state.room.stage.length, all: 13 }));
    this.#seats = keyed(this.part("seats"), state.room.stage, {
      key: (seat) => seat.person.id,
      make: (seat) => this.#makeSeat(seat),
      update: (node, seat) => drawSeat(node, seat, state),
    });
    this.#drawVoices();
  }

  #makeSeat(seat) {
    const node = part("seat");
    const button = node.querySelector(".seat");
    button.addEventListener("click", () => openPersonMenu(seat.person.id, button));
    return node;
  }

  #drawVoices() {
    if (view.shape !== "sheet") return;
    for (const node of this.#seats.values()) {
      const [avatar, halo] = [node.querySelector(".avatar"), node.querySelector(".avatar__halo")];
      const isSpeaking = drawVoice(avatar, halo, Number(node.dataset.slot), node.dataset.voice !== "open" || "unheard" in node.dataset);
      node.querySelector(".seat__role").classList.toggle("seat__role--speaking", isSpeaking);
    }
  }

  #drawReactions(reactions) {
    for (const { person, reaction } of reactions) {
      if (seatOf(engine.state, person)) bubbleOn(this.#seats.get(person)?.querySelector(".avatar"), reaction);
    }
  }
}

function drawSeat(node, seat, state) {
  const volume = view.volumeOf(seat.person.id);
  const role = roleOf(seat, volume, state);
  const name = isYou(state, seat.person) ? say("you") : seat.person.name;
  const voice = seat.present ? seat.mic : "away";
  mark(node, "data-slot", seat.slot);
  mark(node, "data-voice", voice);
  mark(node, "data-unheard", isUnheard(state, seat.person) ? "" : null);
  paintFace(node.querySelector(".avatar"), seat.person);
  write(node.querySelector("bdi"), name);
  write(node.querySelector(".seat__role"), role);
  show(node.querySelector(".seat__note"), isUncaptioned(state, seat));
  mark(node.querySelector(".seat"), "aria-label", labelOf(seat, state, { name, role, mic: say(`seat.${voice}`) }));
}

function labelOf(seat, state, values) {
  return say(isUncaptioned(state, seat) ? "seat.label.uncaptioned" : "seat.label", values);
}

function roleOf(seat, volume, state) {
  if (isUnheard(state, seat.person)) return say("seat.unheard");
  if (!seat.present) return say("seat.away");
  if (volume === 0) return say("seat.silenced");
  return say(`role.${seat.role}`);
}

customElements.define("space-stage", SpaceStage);
