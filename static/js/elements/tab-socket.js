/** The one socket of this tab: what it hears becomes `linnet:<event>` on the document; what a `linnet:say` there holds it says. */
import { FREE_TRIES, retryDelay } from "../lib/backoff.js";
import { knock } from "../lib/knock.js";

const SIGNED_OUT = 4401;
const REVOKED = { 4421: "logged_out", 4422: "password_changed", 4423: "suspended", 4424: "account_closed" };

class TabSocket extends HTMLElement {
  connectedCallback() {
    this.url = new URL("/live/tab/", location.href);
    this.url.protocol = this.url.protocol.replace("http", "ws");
    this.lostAt = this.failures = 0;
    this.retry = () => this.isConnected && !this.socket && this.connect();
    this.say = ({ detail }) => this.socket?.readyState === WebSocket.OPEN && this.socket.send(JSON.stringify(detail));
    addEventListener("online", this.retry);
    document.addEventListener("linnet:say", this.say);
    this.connect();
  }

  disconnectedCallback() {
    removeEventListener("online", this.retry);
    document.removeEventListener("linnet:say", this.say);
    clearTimeout(this.timer);
    this.socket?.close();
  }

  connect() {
    clearTimeout(this.timer);
    this.socket = new WebSocket(this.url);
    this.socket.onopen = () => this.opened();
    this.socket.onmessage = ({ data }) => this.heard(JSON.parse(data));
    this.socket.onclose = ({ code }) => this.closed(code);
  }

  opened() {
    tell(this.lostAt ? "connected_again" : "connected");
    this.lostAt = this.failures = 0;
  }

  heard({ event, data }) {
    tell(event, data);
  }

  closed(code) {
    this.socket = null;
    if (code in REVOKED) return goOut(REVOKED[code]);
    if (code === SIGNED_OUT || !this.isConnected) return;
    this.lostAt ||= Date.now();
    this.wait();
  }

  /** Comes back at a random moment, so that a restarted server is not met by everybody at once. */
  wait() {
    this.timer = setTimeout(() => this.again(), retryDelay(this.failures++, Date.now() - this.lostAt, Math.random));
  }

  async again() {
    if (this.failures <= FREE_TRIES || (await knock(this.url))) this.retry();
    else if (this.isConnected && !this.socket) this.wait();
  }
}

/** What is shown here was for somebody who may not see it any more: nothing of it stays, here or behind the back button. */
function goOut(why) {
  sessionStorage.removeItem("htmx-history-cache");
  location.replace(`/accounts/signed-out/?${new URLSearchParams({ why })}`);
}

function tell(event, detail = {}) {
  document.dispatchEvent(new CustomEvent(`linnet:${event}`, { detail }));
}

customElements.define("tab-socket", TabSocket);
