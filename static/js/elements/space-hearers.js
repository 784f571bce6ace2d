import { engine } from "../live/engine.js";
import { keyed, mark, paintFace, show, write } from "./space-draw.js";
import { LiveElement } from "./space-live.js";
import { openPersonMenu } from "./space-person-menu.js";
import { openPeople } from "./space-people.js";
import { bubbleOn } from "./space-reactions.js";
import { handOf, isYou, listenersOf } from "./space-room.js";
import { part, say, sayCount, short } from "./space-words.js";

const ROOM = 20; // four rows of five; the last place tells how many more there are

/** Those who listen. */
class SpaceHearers extends LiveElement {
  #nodes = new Map();

  start() {
    this.listen(engine, "reactions", (event) => this.#drawReactions(event.detail));
  }

  render(state) {
    show(this, Boolean(state.room));
    if (!state.room) return;
    const { count } = state.room.audience;
    write(this.part("count"), count.toLocaleString());
    show(this.part("nobody"), count === 0);
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
  const hand = handOf(state, person.id);
  paintFace(node.querySelector(".avatar"), person);
  show(node.querySelector(".avatar__badge"), Boolean(hand));
  write(node.querySelector("bdi"), name);
  mark(node.querySelector(".seat"), "aria-label", say(hand ? "hearer.asks" : "hearer.label", { name }));
}

function drawRest(node, rest) {
  write(node.querySelector(".hearers__rest"), `+${short(rest)}`);
  mark(node.querySelector(".seat"), "aria-label", sayCount("hearers.rest", rest));
}

customElements.define("space-hearers", SpaceHearers);
