/** Keys for those who like them: off while typing, and off for good if wished. */
import { compose } from "./compose-button.js";

const KEY = "linnet.shortcuts";
const SECOND_KEY_MS = 1200;

class KeyboardShortcuts extends HTMLElement {
  connectedCallback() {
    document.addEventListener("keydown", (event) => this.pressed(event));
    document.addEventListener("change", (event) => event.target.matches("[data-shortcuts-switch]") && keep(event.target.checked));
    document.addEventListener("htmx:afterSettle", showSwitches);
    showSwitches();
  }

  pressed(event) {
    if (isAway(event) || localStorage.getItem(KEY) === "off") return;
    const key = event.key.toLowerCase();
    const act = this.isGoing ? GO[key] : (event.key === "?" ? () => document.getElementById("shortcuts").open() : KEYS[key]);
    this.isGoing = !this.isGoing && key === "g";
    clearTimeout(this.timer);
    if (this.isGoing) this.timer = setTimeout(() => (this.isGoing = false), SECOND_KEY_MS);
    if (!act) return;
    event.preventDefault();
    act();
  }
}

const KEYS = {
  n: () => compose(),
  "/": search,
  j: () => move(1),
  k: () => move(-1),
  l: () => chosen()?.querySelector("[data-like]")?.click(),
  r: () => chosen()?.querySelector("[data-reply]")?.click(),
  t: () => openMenu(chosen()?.querySelector("[data-retweet]")),
  b: () => chosen()?.querySelector("[data-keep]")?.click(),
  ".": () => document.querySelector("[data-pill]:not([hidden])")?.click(),
  enter: () => chosen()?.querySelector(".tweet__when")?.click(),
};
const GO = {
  h: () => go(".nav__home"),
  e: () => go('.nav__item[href$="/explore/"]'),
  s: () => go('.nav__item[href$="/spaces/"]'),
  m: () => go('.nav__item[href$="/messages/"]'),
  p: () => go('.nav__item[href^="/@"]'),
  b: () => go('.nav__item[href$="/bookmarks/"]'),
  n: () => go('.nav__item[href$="/notifications/"]'),
  l: () => go('.nav__item[href$="/lists/"]'),
};

/** Somebody types, holds a modifier, or is in a dialog; Enter on a control is the control's. */
function isAway(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return true;
  if (event.target.closest("input, textarea, select, [contenteditable], dialog, [role=dialog]:not(space-sheet)")) return true;
  if (event.target.closest("space-sheet")) return !["?", "n"].includes(event.key); // the other keys there are the room's
  return event.key === "Enter" && !event.target.matches("article");
}

function go(link) {
  document.querySelector(link)?.click();
}

function search() {
  const field = [...document.querySelectorAll("[data-search]")].find((input) => input.offsetParent);
  if (field) field.focus();
  else GO.e();
}

/** With the focus on its sign, from where arrow keys lead into it. */
function openMenu(sign) {
  sign?.focus();
  sign?.click();
}

const chosen = () => document.activeElement.closest("article[data-href]");

function move(step) {
  const tweets = [...document.querySelectorAll("#main article[data-href]")];
  const here = tweets.indexOf(chosen());
  const next = tweets[here < 0 ? firstInView(tweets) : here + step];
  next?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: "center" });
}

function firstInView(tweets) {
  return Math.max(0, tweets.findIndex((tweet) => tweet.getBoundingClientRect().top >= 60));
}

function keep(isOn) {
  localStorage.setItem(KEY, isOn ? "on" : "off");
  showSwitches();
}

function showSwitches() {
  const isOn = localStorage.getItem(KEY) !== "off";
  for (const box of document.querySelectorAll("[data-shortcuts-switch]")) box.checked = isOn;
}

customElements.define("keyboard-shortcuts", KeyboardShortcuts);
