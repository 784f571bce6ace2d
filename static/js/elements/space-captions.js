import { systemClock } from "../lib/clock.js";
import { send } from "../lib/send.js";
import { CaptionBook } from "../live/caption_book.js";
import { CaptionReader } from "../live/caption_reader.js";
import { turnsOf } from "../live/caption_lines.js";
import { engine } from "../live/engine.js";
import { openCaptionMenu } from "./space-caption-menu.js";
import { Roll } from "./space-caption-roll.js";
import { captionWishes } from "./space-caption-wishes.js";
import { keyed, mark, show, write } from "./space-draw.js";
import { LiveElement } from "./space-live.js";
import { canBeCaptioned, isUnheard, isYou, languageOf } from "./space-room.js";
import { view } from "./space-view.js";
import { part, say, sayCount } from "./space-words.js";

const TALL_FROM = 0.4; // of the sheet: a strip as high as this has no need of more

/** What is said, in words: who, what, and as far back as you like. */
class SpaceCaptions extends LiveElement {
  #book = new CaptionBook();
  #reader = new CaptionReader(systemClock, (lines) => this.#readAloud(lines));
  #roll = null;
  #spaceId = null;
  #state = null;
  #unseen = 0;
  #isFetching = false;
  #isTall = false;

  start() {
    this.#roll = new Roll(this.part("roll"), { moved: () => this.#moved(), atTop: () => this.#fetchOlder() });
    this.listen(captionWishes, "change", () => this.renderSoon());
    this.part("latest").addEventListener("click", () => this.#catchUp());
    this.part("older").addEventListener("click", () => this.#fetchOlder());
    this.part("tall").addEventListener("click", () => this.#stretch());
    this.part("looks").addEventListener("click", (event) => openCaptionMenu(event.currentTarget));
    new ResizeObserver(() => this.#measure()).observe(this);
  }

  render(state) {
    if (state.spaceId !== this.#spaceId) this.#change(state.spaceId);
    const captions = state.status === "closed" ? null : state.room?.captions;
    if (captions) this.#follow(captions);
    this.#appear(Boolean(captions) && captionWishes.on);
    if (this.hidden || view.shape !== "sheet") return;
    for (const look of ["size", "ground", "place"]) mark(this, `data-${look}`, captionWishes[look]);
    mark(this, "data-theme", captionWishes.ground === "black" ? "dark" : null);
    mark(this, "data-mode", canBeCaptioned(state) ? "lines" : "note");
    mark(this, "data-tall", this.#isTall ? "" : null);
    this.#drawState(captions.state, state);
    this.#roll.keeping(() => this.#drawLines(state));
    this.#moved();
  }

  /** The button goes, the focus stays. */
  #catchUp() {
    this.part("roll").focus({ preventScroll: true });
    this.#roll.follow();
  }

  #change(spaceId) {
    this.#spaceId = spaceId;
    this.#book.close();
    this.#reader.stop();
    this.#state = null;
    this.#unseen = 0;
    this.#isTall = false;
    this.#roll.follow();
  }

  #follow({ lines, state }) {
    const said = this.#book.follow(lines);
    if (this.#roll.isFollowing) this.#book.trim();
    else this.#unseen += said.length;
    if (captionWishes.on && captionWishes.aloud && view.shape === "sheet") this.#reader.tell(said.filter(({ person }) => !isYou(engine.state, person) && !isUnheard(engine.state, person)));
    else this.#reader.stop();
    if (this.#state && this.#state !== state && captionWishes.on) write(this.part("reader"), stateWords(state, engine.state));
    this.#state = state;
  }

  /** Focus does not vanish with what it stood on. */
  #appear(isShown) {
    const hadFocus = this.contains(document.activeElement);
    show(this, isShown);
    if (!isShown) write(this.part("reader"), "");
    if (!isShown && hadFocus) document.querySelector("space-controls [data-captions]")?.focus({ preventScroll: true });
  }

  #drawState(captionState, state) {
    const isEmpty = canBeCaptioned(state) && !this.#book.lines.length;
    show(this.part("none"), isEmpty);
    show(this.part("state"), captionState !== "on");
    mark(this.part("state"), "data-kind", captionState);
    write(this.part("stateword"), stateWords(captionState, state));
    show(this.part("roll"), canBeCaptioned(state));
    show(this.part("tools"), canBeCaptioned(state));
  }

  #drawLines(state) {
    const hasOlder = this.#book.older !== null;
    if (!hasOlder && document.activeElement === this.part("older")) this.part("roll").focus({ preventScroll: true });
    show(this.part("older"), hasOlder);
    const turns = this.#book.turns.filter(({ person }) => !isUnheard(state, person));
    keyed(this.part("turns"), turns, { key: (turn) => turn.id, make: () => part("turn"), update: (node, turn) => drawTurn(node, turn, state) });
  }

  /** The reader scrolled, or what they read grew. */
  #moved() {
    if (this.#roll.isFollowing) this.#unseen = 0;
    show(this.part("latest"), !this.#roll.isFollowing);
    write(this.part("latestword"), this.#unseen ? sayCount("captions.new", this.#unseen) : say("captions.latest"));
  }

  async #fetchOlder() {
    if (this.#isFetching || this.#book.older === null) return;
    const [spaceId, url] = [this.#spaceId, `${engine.state.room.space.url}captions/?before=${this.#book.older}`];
    this.#fetching(true);
    try {
      const page = await send(url, { method: "GET" });
      if (spaceId === this.#spaceId) this.#book.addOlder(page);
      write(this.part("olderword"), say("captions.older"));
    } catch {
      write(this.part("olderword"), say("captions.older.failed"));
    }
    this.#fetching(false);
    this.renderSoon();
  }

  #fetching(isFetching) {
    this.#isFetching = isFetching;
    mark(this.part("older"), "aria-busy", isFetching ? "true" : null);
  }

  #stretch() {
    this.#isTall = !this.#isTall;
    this.renderSoon();
  }

  #measure() {
    if (this.hidden) return;
    this.#roll.settle();
    const canGrow = this.offsetHeight < this.parentElement.offsetHeight * TALL_FROM;
    show(this.part("tall"), this.#isTall || canGrow);
    mark(this.part("tall"), "aria-expanded", String(this.#isTall));
    mark(this.part("tall"), "aria-label", say(this.#isTall ? "captions.low" : "captions.tall"));
  }

  #readAloud(lines) {
    const sentences = turnsOf(lines).map(({ person, lines: said }) => say("captions.aloud", { name: person.name, text: said.map(({ text }) => text).join(". ") }));
    write(this.part("reader"), sentences.join(" "));
  }
}

function drawTurn(node, { person, lines }, state) {
  mark(node, "class", `turn hue-${person.hue}`);
  write(node.querySelector("[data-name]"), isYou(state, person) ? say("you") : person.name);
  keyed(node.querySelector("[data-said]"), lines, { key: (line) => line.id, make: makeLine, update: drawLine });
}

function makeLine() {
  const line = document.createElement("p");
  line.className = "turn__line";
  line.dir = "auto";
  return line;
}

function drawLine(node, { id, text }) {
  mark(node, "data-line", id);
  write(node, text);
}

function stateWords(captionState, state) {
  return captionState === "on" ? say("captions.on") : say(`captions.${captionState}`, { language: languageOf(state) });
}

customElements.define("space-captions", SpaceCaptions);
