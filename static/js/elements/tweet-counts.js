/** The counts below Tweets change while they are looked at: the server is told which are on the screen, and tells what became of these. */
import { shortCount } from "../lib/short_count.js";

const MOST = 100;
const LOOK_MS = 300; // a page that is being built is looked at once
const SAY_MS = 1500; // the server is told no more often

const onScreen = new Set();
const known = new WeakSet();
let [said, saidAt, looking, saying] = ["", 0, null, null];

/** Half a screen more on either side: what is scrolled to next is right when it comes. */
const sight = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) onScreen[isIntersecting ? "add" : "delete"](target);
    sayLater();
  },
  { rootMargin: "50% 0px" },
);

function lookLater() {
  looking ??= setTimeout(() => {
    looking = null;
    for (const tweet of document.querySelectorAll("#main article[data-tweet]")) {
      if (known.has(tweet)) continue;
      known.add(tweet);
      sight.observe(tweet);
    }
  }, LOOK_MS);
}

function sayLater() {
  saying ??= setTimeout(say, Math.max(LOOK_MS, saidAt + SAY_MS - Date.now()));
}

/** A page that nobody looks at shows nothing. */
function say() {
  saying = null;
  const tweets = document.hidden ? [] : [...onScreen].filter(({ isConnected }) => isConnected);
  const ids = [...new Set(tweets.map(({ dataset }) => dataset.tweet))].sort().slice(0, MOST);
  if (said === String(ids)) return;
  [said, saidAt] = [String(ids), Date.now()];
  tell(ids);
}

/** After a gap all of them are counted anew. */
function sayAgain() {
  tell([]);
  said = "";
  sayLater();
}

function tell(shows) {
  document.dispatchEvent(new CustomEvent("linnet:say", { detail: { shows } }));
}

function show(id, { replies, retweets, likes }) {
  for (const tweet of document.querySelectorAll(`article[data-tweet="${id}"]`)) {
    const acts = tweet.querySelector(".acts");
    showReplies(acts.querySelector("[data-replies]"), replies);
    acts.querySelector("retweet-menu")?.become(retweets);
    acts.querySelector("toggle-form:has([data-like])")?.become(likes);
  }
}

function showReplies(words, count) {
  const sign = words.closest("[aria-label]");
  const label = sign.getAttribute("aria-label").replace(/\d+$/, count);
  if (label === sign.getAttribute("aria-label")) return;
  words.textContent = shortCount(count);
  sign.setAttribute("aria-label", label);
}

if (document.querySelector("tab-socket")) {
  new MutationObserver(lookLater).observe(document.body, { childList: true, subtree: true });
  document.addEventListener("visibilitychange", sayLater);
  document.addEventListener("linnet:connected", sayAgain);
  document.addEventListener("linnet:connected_again", sayAgain);
  document.addEventListener("linnet:tweets_counted", ({ detail }) => Object.entries(detail.tweets).forEach(([id, counts]) => show(id, counts)));
  lookLater();
}
