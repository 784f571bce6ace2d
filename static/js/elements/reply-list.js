/** The replies below a Tweet: your own stands there as soon as it is out. */
import { shortCount } from "../lib/short_count.js";

class ReplyList extends HTMLElement {
  connectedCallback() {
    this.tweeted = (event) => this.put(event);
    document.addEventListener("linnet:tweeted", this.tweeted);
  }

  disconnectedCallback() {
    document.removeEventListener("linnet:tweeted", this.tweeted);
  }

  put(event) {
    const { id, in_reply_to: answered, html } = event.detail;
    if (answered !== this.dataset.tweet) return;
    const template = document.createElement("template");
    template.innerHTML = html;
    const reply = template.content.querySelector(`[data-tweet="${id}"]`);
    this.querySelector("[data-replies-here]").prepend(reply);
    globalThis.htmx?.process(reply);
    event.preventDefault();
  }
}

/** Wherever it was answered, the Tweet counts along. */
document.addEventListener("linnet:tweeted", ({ detail }) => {
  for (const sign of document.querySelectorAll(`[data-tweet="${detail.in_reply_to}"] > * [data-reply], [data-tweet="${detail.in_reply_to}"] > .acts [data-reply]`)) {
    const count = Number(sign.getAttribute("aria-label").match(/\d+$/)?.[0] ?? 0) + 1;
    sign.setAttribute("aria-label", sign.getAttribute("aria-label").replace(/\d+$/, count));
    sign.querySelector("[data-replies]").textContent = shortCount(count);
  }
});

customElements.define("reply-list", ReplyList);
