import { keyed, mark, paintFace, show, write } from "./space-draw.js";
import { askBy } from "./space-commands.js";
import { LiveElement } from "./space-live.js";
import { openPeople } from "./space-people.js";
import { isMine } from "./space-room.js";
import { part, say, sayCount } from "./space-words.js";

const REFRESH_MS = 20_000;

/** Those who ask to speak, for the host. With `all` every one of them, else the two who have waited longest. */
class SpaceRequests extends LiveElement {
  #clock = null;

  start() {
    this.part("all")?.addEventListener("click", () => openPeople());
    this.#clock = setInterval(() => this.renderSoon(), REFRESH_MS);
  }

  stop() {
    clearInterval(this.#clock);
  }

  render(state) {
    const hands = isMine(state) ? (state.room?.hands ?? []) : [];
    show(this, hands.length > 0);
    const shown = this.hasAttribute("all") ? hands : hands.slice(0, 2);
    write(this.part("count"), hands.length.toLocaleString());
    show(this.part("all"), hands.length > shown.length);
    write(this.part("all"), say("requests.all"));
    keyed(this.part("list"), shown, { key: (hand) => hand.person.id, make: (hand) => makeHand(hand), update: drawHand });
  }
}

function makeHand({ person }) {
  const node = part("hand");
  const [decline, approve] = node.querySelectorAll("button");
  decline.addEventListener("click", () => askBy(decline, "lower_hand", { person: person.id }));
  approve.addEventListener("click", () => askBy(approve, "bring_to_stage", { person: person.id }));
  mark(decline, "aria-label", say("request.decline", { name: person.name }));
  mark(approve, "aria-label", say("request.approve", { name: person.name }));
  return node;
}

function drawHand(node, { person, raised_at: raisedAt }) {
  paintFace(node.querySelector(".avatar"), person);
  write(node.querySelector("b bdi"), person.name);
  write(node.querySelector("[data-handle]"), `@${person.handle}`);
  write(node.querySelector("[data-since]"), sinceWords(raisedAt));
}

function sinceWords(raisedAt) {
  const minutes = Math.floor((Date.now() - raisedAt) / 60_000);
  return minutes < 1 ? say("now") : sayCount("minutes", minutes);
}

customElements.define("space-requests", SpaceRequests);
