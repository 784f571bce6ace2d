/** The frame around the swapped part: which place is current, where the focus goes, what is announced, what a lost line looks like. */
import { forgetPush } from "../lib/push.js";
import { forgetSearches } from "../lib/recent.js";
import { csrfToken } from "../lib/send.js";
import { toast } from "../lib/toast.js";
import { forgetMessages } from "./message-outbox.js";

const CACHE = "htmx-history-cache";

class PageFrame extends HTMLElement {
  connectedCallback() {
    this.walked = 0; // pages gone forward within this document
    const on = (name, act) => document.addEventListener(name, act);
    on("htmx:configRequest", (event) => this.sign(event));
    on("htmx:beforeSwap", (event) => this.judge(event));
    on("htmx:pushedIntoHistory", () => (this.walked += 1));
    on("htmx:afterSettle", (event) => event.target.id === "main" && this.arrive());
    on("htmx:historyRestore", () => this.arrive());
    on("htmx:sendError", () => toast(this.dataset.lost, { kind: "error" }));
    on("htmx:timeout", () => toast(this.dataset.lost, { kind: "error" }));
    on("submit", (event) => event.target.matches("[data-log-out]") && forget());
    addEventListener("popstate", () => (this.walked = Math.max(0, this.walked - 1)));
    this.addEventListener("click", (event) => this.clicked(event), true);
  }

  /** The token in a page may be older than the last log-in. */
  sign({ detail }) {
    if (detail.verb === "get" || !csrfToken()) return;
    detail.headers["X-CSRFToken"] = csrfToken();
    detail.parameters.delete?.("csrfmiddlewaretoken");
  }

  /** A page from outside the frame replaces the document; a failure leaves what is on the screen, and its words, alone. */
  judge(event) {
    const { xhr } = event.detail;
    if (!xhr.responseText.includes("data-bare")) return;
    event.detail.shouldSwap = false;
    if (xhr.status < 400) location.assign(xhr.responseURL);
    else toast(headline(xhr.responseText), { kind: "error" });
  }

  /** After another page came in: mark its place, say its title, put the focus on its heading. */
  arrive() {
    markCurrent(this);
    this.querySelector("[data-announcer]").textContent = document.title;
    this.querySelector("#main h1")?.focus({ preventScroll: true });
  }

  clicked(event) {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const back = event.target.closest("[data-back]");
    if (back && this.walked) {
      event.preventDefault();
      event.stopImmediatePropagation();
      history.back();
      return;
    }
    openTweet(event);
  }
}

function markCurrent(frame) {
  for (const link of frame.querySelectorAll(".nav__item, .tabs a")) {
    const place = new URL(link.href).pathname;
    const isHere = place === "/" ? location.pathname === "/" : location.pathname.startsWith(place);
    link.toggleAttribute("aria-current", isHere);
    if (isHere) link.setAttribute("aria-current", "page");
  }
}

/** A click on the free parts of a Tweet opens it, unless words were being marked. */
function openTweet(event) {
  const tweet = event.target.closest("[data-href]");
  const isTaken = event.target.closest("a, button, summary, .menu, form, input, .tweet__card, .poll, .media, .clip");
  if (tweet && !isTaken && getSelection().isCollapsed) tweet.querySelector(".tweet__when").click();
}

function headline(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  return [page.querySelector("h1")?.textContent, page.querySelector("h1 + p")?.textContent].filter(Boolean).join(". ");
}

/** Pages kept for going back, messages not sent, what was searched for, and the Space one was in, are somebody's; after logging out they are nobody's. */
function forget() {
  sessionStorage.removeItem(CACHE);
  localStorage.removeItem(CACHE);
  sessionStorage.removeItem("linnet.space");
  forgetMessages();
  forgetPush();
  forgetSearches();
}

customElements.define("page-frame", PageFrame);
