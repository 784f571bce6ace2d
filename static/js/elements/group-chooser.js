/** Who is in a new group: finds people while one types, and keeps who is chosen. */

const PAUSE_MS = 150;

class GroupChooser extends HTMLElement {
  connectedCallback() {
    this.field = this.querySelector("input[type=search]");
    this.people = this.querySelector("[data-people]");
    this.field.addEventListener("input", () => this.typed());
    this.field.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
  }

  typed() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.find(), PAUSE_MS);
  }

  get chosen() {
    return [...this.people.querySelectorAll("li:has(:checked)")];
  }

  async find() {
    this.asked?.abort();
    const asked = (this.asked = new AbortController());
    const url = `${location.pathname}?q=${encodeURIComponent(this.field.value)}`;
    const page = await fetch(url, { signal: asked.signal, redirect: "error" }).then((answer) => (answer.ok ? answer.text() : ""), () => "");
    if (asked.signal.aborted || !page) return;
    const found = new DOMParser().parseFromString(page, "text/html").querySelector("group-chooser [data-people]");
    const kept = this.chosen;
    const known = new Set(kept.map((row) => row.querySelector("input").value));
    const fresh = [...found.children].filter((row) => !known.has(row.querySelector("input")?.value));
    this.people.replaceChildren(...kept, ...(kept.length ? fresh.filter((row) => row.querySelector("input")) : fresh));
  }
}

customElements.define("group-chooser", GroupChooser);
