import { engine } from "../live/engine.js";
import { ask } from "./space-commands.js";
import { LiveElement } from "./space-live.js";
import { openFor, walkable } from "./space-popover.js";
import { view } from "./space-view.js";

const BUBBLE_MS = 5000;
const FLOATS = 28; // at once; more would hide the room
const FLOAT_MS = 3200;
const ECHO_MS = 2500;
const COLUMNS = 6;

/** Chooses a reaction. */
class SpaceReactMenu extends LiveElement {
  start() {
    walkable(this, COLUMNS);
    for (const item of this.querySelectorAll("[data-item]")) item.addEventListener("click", () => this.#react(item.dataset.item));
  }

  #react(reaction) {
    this.hidePopover();
    ownEchoes.push({ reaction, at: performance.now() });
    document.querySelector("space-floats")?.rise(reaction);
    ask("react", { reaction });
  }
}

const ownEchoes = [];

/** Your own reaction rose when you chose it; what comes back from the room is its echo. */
function isEcho(person, reaction) {
  if (person !== engine.state.you?.id) return false;
  while (ownEchoes.length && performance.now() - ownEchoes[0].at > ECHO_MS) ownEchoes.shift();
  const place = ownEchoes.findIndex((own) => own.reaction === reaction);
  return place >= 0 && Boolean(ownEchoes.splice(place, 1));
}

/** Reactions rise over the room. */
class SpaceFloats extends LiveElement {
  start() {
    this.listen(engine, "reactions", (event) => this.#rain(event.detail));
  }

  #rain(reactions) {
    for (const { person, reaction, count } of reactions) {
      const times = Math.min(count, 5) - (isEcho(person, reaction) ? 1 : 0);
      for (let time = 0; time < times; time += 1) setTimeout(() => this.rise(reaction), time * 120);
    }
  }

  rise(reaction) {
    if (view.shape !== "sheet" || this.childElementCount >= FLOATS) return;
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    const drop = document.createElement("span");
    drop.textContent = reaction;
    drop.style.setProperty("inset-inline-start", `${Math.round(Math.random() * 56)}px`);
    this.append(drop);
    drop.animate(path(), { duration: FLOAT_MS + Math.random() * 800, easing: "cubic-bezier(0.2, 0.6, 0.4, 1)" }).finished.then(
      () => drop.remove(),
      () => drop.remove(),
    );
  }
}

function path() {
  const lean = () => Math.round((Math.random() - 0.5) * 24);
  const turn = (Math.random() - 0.5) * 28;
  return [
    { opacity: 0, transform: "translate(0, 16px) scale(0.6)" },
    { opacity: 1, transform: `translate(${lean()}px, -24px) scale(1.1) rotate(${turn / 2}deg)`, offset: 0.12 },
    { opacity: 1, transform: `translate(${lean()}px, -150px) rotate(${turn}deg)`, offset: 0.6 },
    { opacity: 0, transform: `translate(${lean()}px, -280px) scale(0.85) rotate(${turn}deg)` },
  ];
}

const endings = new WeakMap();

/** Shows `reaction` on an avatar for about five seconds. */
export function bubbleOn(avatar, reaction) {
  if (!avatar) return;
  const bubble = avatar.querySelector(".avatar__react") ?? avatar.appendChild(newBubble());
  bubble.textContent = reaction;
  clearTimeout(endings.get(avatar));
  endings.set(avatar, setTimeout(() => bubble.remove(), BUBBLE_MS));
}

function newBubble() {
  const bubble = document.createElement("span");
  bubble.className = "avatar__react";
  bubble.setAttribute("aria-hidden", "true");
  return bubble;
}

/** Opens the choice of reactions above `anchor`. */
export function openReactions(anchor) {
  openFor(document.querySelector("space-react-menu"), anchor, "above");
}

customElements.define("space-react-menu", SpaceReactMenu);
customElements.define("space-floats", SpaceFloats);
