/** Deletes your own Tweet, after asking. */
import { send } from "../lib/send.js";
import { toast } from "../lib/toast.js";

class DeleteTweet extends HTMLElement {
  connectedCallback() {
    this.querySelector("form").addEventListener("submit", (event) => this.submitted(event));
  }

  async submitted(event) {
    event.preventDefault();
    const { question, warning, yes } = this.dataset;
    this.closest("details").open = false;
    if (!(await document.getElementById("confirm").ask({ title: question, text: warning, yes }))) return;
    const tweet = this.closest("[data-tweet]");
    tweet.hidden = true;
    try {
      await send(event.target.action, { method: "DELETE" });
      this.gone(tweet);
    } catch (failure) {
      tweet.hidden = false;
      toast(failure.text || this.dataset.failed, { kind: "error" });
    }
  }

  gone(tweet) {
    toast(this.dataset.done);
    if (tweet.dataset.href) tweet.remove();
    else document.querySelector(".nav__home").click(); // its own page is gone with it
  }
}

customElements.define("delete-tweet", DeleteTweet);
