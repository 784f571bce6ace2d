/** How much is unread, wherever that is written: one question for all who show the same. */
import { clearIcon, countOnIcon } from "../lib/badge.js";

const MOST = 99;
const SETTLE_MS = 50; // one message is news for several of us
const ALWAYS = ["connected", "connected_again"];

const asking = new Map(); // address → the turn

class UnreadCount extends HTMLElement {
  /** What the server wrote is known before anybody asks. */
  connectedCallback() {
    countOnIcon(this.dataset.url, this.hidden ? 0 : parseInt(this.querySelector("[data-short]").textContent, 10) || 0);
  }

  set count(count) {
    this.hidden = !count;
    this.querySelector("[data-short]").textContent = count > MOST ? `${MOST}+` : count;
    this.querySelector("[data-said]").textContent = this.dataset.words.replace("{count}", count);
  }
}

/** Asks again if there is news while it asks. */
function refresh(url) {
  if (asking.has(url)) return void (asking.get(url).again = true);
  const turn = { again: false };
  asking.set(url, turn);
  setTimeout(async () => {
    await ask(url).catch(() => {}); // the next news asks again
    asking.delete(url);
    if (turn.again) refresh(url);
  }, SETTLE_MS);
}

async function ask(url) {
  const response = await fetch(url, { headers: { Accept: "application/json" }, redirect: "error" });
  if (!response.ok) return;
  const { count } = await response.json();
  for (const element of document.querySelectorAll("unread-count")) if (element.dataset.url === url) element.count = count;
  countOnIcon(url, count);
}

/** @param {string} [event] without one, whatever may have changed */
function refreshAll(event) {
  const concerned = [...document.querySelectorAll("unread-count")].filter(({ dataset }) => !event || dataset.news.split(" ").includes(event));
  new Set(concerned.map(({ dataset }) => dataset.url)).forEach(refresh);
}

for (const event of ["message_sent", "messages_read", "notifications_changed", "blocks_changed"]) document.addEventListener(`linnet:${event}`, () => refreshAll(event));
for (const event of ALWAYS) document.addEventListener(`linnet:${event}`, () => refreshAll());
document.addEventListener("visibilitychange", () => document.hidden || refreshAll());

if (!document.querySelector("unread-count")) clearIcon();
customElements.define("unread-count", UnreadCount);
