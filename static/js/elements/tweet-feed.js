/** Home's timeline: says when there are new Tweets, and brings them in when asked to. */
import { toast } from "../lib/toast.js";

class TweetFeed extends HTMLElement {
  connectedCallback() {
    this.list = this.querySelector("[data-tweets]");
    this.pill = this.querySelector("[data-pill]");
    this.dataset.newest ||= this.querySelector("[data-entry]")?.dataset.entry ?? "0";
    this.waiting = new Set();
    this.said = ({ detail }) => this.hear(detail);
    this.tweeted = (event) => this.put(event);
    this.back = () => this.catchUp();
    document.addEventListener("linnet:tweet_posted", this.said);
    document.addEventListener("linnet:tweeted", this.tweeted);
    document.addEventListener("linnet:connected_again", this.back);
    this.pill.addEventListener("click", () => this.bring());
    this.showPill();
  }

  disconnectedCallback() {
    document.removeEventListener("linnet:tweet_posted", this.said);
    document.removeEventListener("linnet:tweeted", this.tweeted);
    document.removeEventListener("linnet:connected_again", this.back);
  }

  hear({ tweet, author }) {
    if (document.getElementById(`tweet-${tweet}`)) return;
    if (author === this.dataset.person) return this.bringOwn(tweet);
    this.waiting.add(tweet);
    this.showPill();
  }

  /** What you posted elsewhere, such as by opening a Space. */
  async bringOwn(id) {
    const newer = await this.newer().catch(() => null);
    const tweet = newer?.querySelector(`#tweet-${id}`);
    if (tweet && !document.getElementById(tweet.id)) this.insert([tweet]);
  }

  /** What came while the line was down. */
  async catchUp() {
    const newer = await this.newer().catch(() => null);
    if (!newer) return;
    for (const tweet of newer.querySelectorAll("[data-tweet]")) this.waiting.add(tweet.dataset.entry);
    this.showPill();
  }

  showPill() {
    const count = this.waiting.size;
    const words = count === 1 ? this.dataset.one : this.dataset.many.replace("{count}", count);
    this.pill.hidden = !count;
    this.pill.querySelector("[data-pill-words]").textContent = words;
    this.querySelector("[data-pill-said]").textContent = count ? words : "";
  }

  async newer() {
    const response = await fetch(`${this.dataset.url}?after=${this.dataset.newest}`, { headers: { "HX-Request": "true" } });
    if (!response.ok) throw new Error(response.statusText);
    const template = document.createElement("template");
    template.innerHTML = await response.text();
    return template.content;
  }

  async bring() {
    this.pill.setAttribute("aria-busy", "true");
    try {
      this.prepend(await this.newer());
    } catch {
      toast(this.dataset.failed, { kind: "error" });
    } finally {
      this.pill.removeAttribute("aria-busy");
    }
  }

  prepend(newer) {
    if (newer.querySelector("[data-gap]")) return location.reload();
    const tweets = [...newer.querySelectorAll("[data-tweet]")];
    if (tweets.length) this.dataset.newest = tweets[0].dataset.entry;
    this.insert(tweets);
    this.waiting.clear();
    this.showPill();
    scrollTo({ top: 0 });
    this.querySelector("[data-tweet]")?.focus({ preventScroll: true });
  }

  /** Your own new Tweet stands on top at once; what others wrote meanwhile still waits. */
  put(event) {
    if (event.detail.in_reply_to) return;
    const template = document.createElement("template");
    template.innerHTML = event.detail.html;
    this.insert([...template.content.children]);
    scrollTo({ top: 0 });
    event.preventDefault();
  }

  insert(tweets) {
    this.querySelector("[data-empty]")?.remove();
    for (const tweet of tweets) document.getElementById(tweet.id)?.remove();
    this.list.prepend(...tweets);
    for (const tweet of tweets) globalThis.htmx?.process(tweet);
  }
}

customElements.define("tweet-feed", TweetFeed);
