/** The one socket of this tab: what it hears becomes `linnet:<event>` on the document. */

const SIGNED_OUT = 4401;
const SOON_MS = 2000;
const LATER_MS = 20_000;
const PATIENCE_MS = 120_000;

class TabSocket extends HTMLElement {
  connectedCallback() {
    this.lostAt = 0;
    this.retry = () => !this.socket && this.connect();
    addEventListener("online", this.retry);
    this.connect();
  }

  disconnectedCallback() {
    removeEventListener("online", this.retry);
    clearTimeout(this.timer);
    this.socket?.close();
  }

  connect() {
    clearTimeout(this.timer);
    const url = new URL("/live/tab/", location.href);
    url.protocol = url.protocol.replace("http", "ws");
    this.socket = new WebSocket(url);
    this.socket.onopen = () => this.opened();
    this.socket.onmessage = ({ data }) => this.heard(JSON.parse(data));
    this.socket.onclose = ({ code }) => this.closed(code);
  }

  opened() {
    tell(this.lostAt ? "connected_again" : "connected");
    this.lostAt = 0;
  }

  heard({ event, data }) {
    tell(event, data);
  }

  /** Comes back at a random moment, so that a restarted server is not met by everybody at once. */
  closed(code) {
    this.socket = null;
    if (code === SIGNED_OUT || !this.isConnected) return;
    this.lostAt ||= Date.now();
    const longest = Date.now() - this.lostAt < PATIENCE_MS ? SOON_MS : LATER_MS;
    this.timer = setTimeout(() => this.connect(), 300 + Math.random() * longest);
  }
}

function tell(event, detail = {}) {
  document.dispatchEvent(new CustomEvent(`linnet:${event}`, { detail }));
}

customElements.define("tab-socket", TabSocket);
