/** A poll in a Tweet: the vote is sent, and what came of it so far takes the place of the question. */
import { send } from "../lib/send.js";
import { toast } from "../lib/toast.js";

class TweetPoll extends HTMLElement {
  connectedCallback() {
    this.querySelector("form")?.addEventListener("submit", (event) => this.voted(event));
  }

  async voted(event) {
    event.preventDefault();
    if (this.isSending) return;
    this.isSending = true;
    event.submitter.setAttribute("aria-busy", "true");
    try {
      const { html } = await send(event.target.action, { body: { choice: event.submitter.value } });
      this.become(html);
    } catch (failure) {
      event.submitter.removeAttribute("aria-busy");
      toast(failure.text || this.dataset.failed, { kind: "error" });
    } finally {
      this.isSending = false;
    }
  }

  become(html) {
    const template = document.createElement("template");
    template.innerHTML = html;
    const fresh = template.content.querySelector("tweet-poll");
    this.replaceWith(fresh);
    fresh.tabIndex = -1;
    fresh.focus({ preventScroll: true });
  }
}

customElements.define("tweet-poll", TweetPoll);
