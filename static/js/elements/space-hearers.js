import { engine } from "../live/engine.js";
import { keyed, mark, paintFace, show, write } from "./space-draw.js";
import { LiveElement } from "./space-live.js";
import { openPersonMenu } from "./space-person-menu.js";
import { openPeople } from "./space-people.js";
import { bubbleOn } from "./space-reactions.js";
import { handOf, invitationOf, isMine, isYou, listenersOf } from "./space-room.js";
import { openShare } from "./space-share.js";
import { part, say, sayCount, short } from "./space-words.js";

const ROOM = 20; // four rows of five; the last place tells how many more there are

/** Those who listen. */
class SpaceHearers extends LiveElement {
  #nodes = new Map();

  start() {
    this.part("bring").addEventListener("click", () => openShare(engine.state.spaceId));
    this.listen(engine, "reactions", (event) => this.#drawReactions(event.detail));
  }

  render(state) {
    show(this, Boolean(state.room));
    if (!state.room) return;
    const { count, hidden } = state.room.audience;
    write(this.part("count"), count.toLocaleString());
    show(this.part("nobody"), count === 0);
    show(this.part("hidden"), Boolean(state.you?.hidden));
    write(this.part("hiddencount"), hidden ? sayCount("hearers.hidden", hidden) : "");
    this.#nodes = keyed(this.part("list"), this.#cells(listenersOf(state), count), {
      key: (cell) => cell.person?.id ?? "rest",
      make: (cell) => (cell.person ? this.#makeHearer(cell.person) : this.#makeRest()),
      update: (node, cell) => (cell.person ? drawHearer(node, cell.person, state) : drawRest(node, cell.rest)),
    });
  }

  #cells(people, count) {
    const cells = people.slice(0, count > ROOM ? ROOM - 1 : ROOM).map((person) => ({ person }));
    const rest = count - cells.length;
    return rest > 0 ? [...cells, { rest }] : cells;
  }

  #makeHearer(person) {
    const node = part("hearer");
    const button = node.querySelector(".seat");
    button.addEventListener("click", () => openPersonMenu(person.id, button));
    return node;
  }

  #makeRest() {
    const node = part("rest");
    node.querySelector(".seat").addEventListener("click", () => openPeople());
    return node;
  }

  #drawReactions(reactions) {
    for (const { person, reaction } of reactions) bubbleOn(this.#nodes.get(person)?.querySelector(".avatar"), reaction);
  }
}

function drawHearer(node, person, state) {
  const name = isYou(state, person) ? say("you") : person.name;
  const wish = wishOf(state, person);
  paintFace(node.querySelector(".avatar"), person);
  show(node.querySelector("[data-asks]"), wish === "asks");
  show(node.querySelector("[data-invited]"), wish === "invited");
  write(node.querySelector("bdi"), name);
  mark(node.querySelector(".seat"), "aria-label", say(`hearer.${wish}`, { name }));
}

/** What is seen beside a listener: they ask to speak, or the host has invited them. */
function wishOf(state, person) {
  if (handOf(state, person.id)) return "asks";
  const isShown = isMine(state) || isYou(state, person);
  return isShown && invitationOf(state, person.id) ? "invited" : "label";
}

function drawRest(node, rest) {
  write(node.querySelector(".hearers__rest"), `+${short(rest)}`);
  mark(node.querySelector(".seat"), "aria-label", sayCount("hearers.rest", rest));
}

customElements.define("space-hearers", SpaceHearers);
