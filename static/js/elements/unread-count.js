/** How many messages are unread, wherever that is written: one question for all of them. */

const MOST = 99;
const SETTLE_MS = 50; // one message is news for several of us

let asking = null;

class UnreadCount extends HTMLElement {
  set count(count) {
    this.hidden = !count;
    this.querySelector("[data-short]").textContent = count > MOST ? `${MOST}+` : count;
    this.querySelector("[data-said]").textContent = this.dataset.words.replace("{count}", count);
  }
}

/** Asks again if there is news while it asks. */
function refresh() {
  if (asking) return void (asking.again = true);
  const turn = (asking = { again: false });
  setTimeout(async () => {
    await ask().catch(() => {}); // the next news asks again
    asking = null;
    if (turn.again) refresh();
  }, SETTLE_MS);
}

async function ask() {
  const shown = document.querySelectorAll("unread-count");
  if (!shown.length) return;
  const response = await fetch(shown[0].dataset.url, { headers: { Accept: "application/json" }, redirect: "error" });
  if (!response.ok) return;
  const { count } = await response.json();
  for (const element of shown) element.count = count;
}

for (const name of ["message_sent", "messages_read", "connected", "connected_again"]) document.addEventListener(`linnet:${name}`, refresh);
document.addEventListener("visibilitychange", () => document.hidden || refresh());

customElements.define("unread-count", UnreadCount);
