/** Home's timeline: says how many new Tweets there are, and brings them in when asked to. In Top only your own come by themselves. */
import { toast } from "../lib/toast.js";

const SETTLE_MS = 300; // several Tweets at once are one question
const SPREAD_MS = 1200; // not everybody who follows somebody asks at the same moment

class TweetFeed extends HTMLElement {
  connectedCallback() {
    this.list = this.querySelector("[data-tweets]");
    this.pill = this.querySelector("[data-pill]");
    const isShownAgain = "newest" in this.dataset; // from history
    this.dataset.newest ||= this.querySelector("[data-entry]")?.dataset.entry ?? "0";
    this.fresh = null;
    this.ears = {
      "linnet:tweet_posted": ({ detail }) => this.hear(detail),
      "linnet:tweeted": (event) => this.put(event),
      "linnet:connected": () => this.ask(), // what was said since the server wrote this page
      "linnet:connected_again": () => this.ask(),
      visibilitychange: () => this.isStale && this.ask(),
    };
    for (const [name, act] of Object.entries(this.ears)) document.addEventListener(name, act);
    this.pill.addEventListener("click", () => this.bring());
    this.showPill();
    if (isShownAgain) this.ask();
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
    for (const [name, act] of Object.entries(this.ears)) document.removeEventListener(name, act);
  }

  hear({ tweet, author }) {
    if (document.getElementById(`tweet-${tweet}`)) return;
    if (author === this.dataset.person) this.bringOwn(tweet);
    else this.ask();
  }

  /** What you posted elsewhere, such as by opening a Space. */
  async bringOwn(id) {
    const newer = await this.newer().catch(() => null);
    const tweet = newer?.querySelector(`#tweet-${id}`);
    if (tweet && !document.getElementById(tweet.id)) this.insert([tweet]);
  }

  /** What is new, by the server, which knows what is muted; once this page is looked at. */
  ask() {
    this.isStale = document.hidden;
    if (this.dataset.order === "top" || this.isStale || this.timer) return;
    this.timer = setTimeout(() => this.count(), SETTLE_MS + Math.random() * SPREAD_MS);
  }

  async count() {
    this.timer = null;
    const turn = (this.turn = {});
    const newer = await this.newer().catch(() => null); // the next news asks again
    if (!newer || turn !== this.turn || !this.isConnected) return;
    this.fresh = newer;
    this.showPill();
  }

  /** Without those that stand here already. */
  get waiting() {
    return [...(this.fresh?.querySelectorAll("[data-tweet]") ?? [])].filter(({ id }) => !document.getElementById(id));
  }

  showPill() {
    const count = this.waiting.length;
    const shown = this.fresh?.querySelector(".feed__next") ? `${count}+` : count;
    const words = shown === 1 ? this.dataset.one : this.dataset.many.replace("{count}", shown);
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
      this.prepend(this.fresh ?? (await this.newer()));
    } catch {
      toast(this.dataset.failed, { kind: "error" });
    } finally {
      this.pill.removeAttribute("aria-busy");
    }
  }

  /** Where there are more than come at once, a link to those between stands below them. */
  prepend(newer) {
    const first = newer.querySelector("[data-tweet]");
    if (first) this.dataset.newest = first.dataset.entry;
    this.insert([...newer.querySelectorAll("[data-tweet], .feed__next")]);
    this.fresh = null;
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

  insert(parts) {
    this.querySelector("[data-empty]")?.remove();
    for (const part of parts) if (part.id) document.getElementById(part.id)?.remove();
    this.list.prepend(...parts);
    for (const part of parts) globalThis.htmx?.process(part);
  }
}

customElements.define("tweet-feed", TweetFeed);
