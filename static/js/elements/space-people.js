import { keyed, mark, paintFace, show, write } from "./space-draw.js";
import { LiveElement } from "./space-live.js";
import { openPersonMenu } from "./space-person-menu.js";
import { countHere, invitationOf, isMine, isYou, listenersOf } from "./space-room.js";
import { view } from "./space-view.js";
import { part, say, sayCount } from "./space-words.js";

/** Everybody in the room as one list, over the faces. */
class SpacePeople extends LiveElement {
  #cameFrom = null;

  start() {
    this.part("close").addEventListener("click", () => this.close());
  }

  render(state) {
    if (!state.room || view.shape !== "sheet") show(this, false);
    if (this.hidden) return;
    const listeners = listenersOf(state);
    write(this.part("count"), countHere(state).toLocaleString());
    this.#list("stage", state.room.stage.map((seat) => seat.person), state);
    this.#list("listeners", listeners, state);
    show(this.part("listening"), listeners.length > 0);
    this.#drawInvited(state, listeners);
    const rest = state.room.audience.count - listeners.length;
    show(this.part("rest"), rest > 0);
    write(this.part("rest"), sayCount("people.rest", rest));
  }

  open() {
    this.#cameFrom = document.activeElement;
    show(this, true);
    this.renderSoon();
    this.part("close").focus();
  }

  close() {
    show(this, false);
    this.#cameFrom?.focus();
  }

  /** For the host: whom they invited, as far as they are not among the listeners above. */
  #drawInvited(state, listeners) {
    const here = new Set(listeners.map((person) => person.id));
    const invited = isMine(state) ? state.room.invitations.map(({ person }) => person).filter((person) => !here.has(person.id)) : [];
    show(this.part("inviting"), invited.length > 0);
    this.#list("invited", invited, state);
  }

  #list(name, people, state) {
    keyed(this.part(name), people, { key: (person) => person.id, make: makeRow, update: (node, person) => drawRow(node, person, state) });
  }
}

function makeRow(person) {
  const node = part("person");
  const button = node.querySelector("button");
  button.addEventListener("click", () => openPersonMenu(person.id, button));
  return node;
}

function drawRow(node, person, state) {
  const seat = state.room.stage.find((taken) => taken.person.id === person.id);
  paintFace(node.querySelector(".avatar"), person);
  write(node.querySelector("b bdi"), isYou(state, person) ? say("people.you", { name: person.name }) : person.name);
  write(node.querySelector("[data-handle]"), `@${person.handle}`);
  write(node.querySelector("[data-role]"), roleOf(state, person, seat));
  mark(node, "data-voice", seat ? (seat.present ? seat.mic : "away") : null);
}

function roleOf(state, person, seat) {
  if (seat) return say(`role.${seat.role}`);
  return isMine(state) && invitationOf(state, person.id) ? say("role.invited") : "";
}

/** Opens the list of everybody, or closes it. */
export function openPeople() {
  const people = document.querySelector("space-people");
  if (people.hidden) people.open();
  else people.close();
}

customElements.define("space-people", SpacePeople);
