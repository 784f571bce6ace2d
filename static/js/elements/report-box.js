/** The report dialog, for every `data-report` link. Without it those links open the same as a page. */
import { toast } from "../lib/toast.js";

class ReportBox extends HTMLElement {
  #gone = new AbortController();

  connectedCallback() {
    this.#gone = new AbortController();
    const signal = this.#gone.signal;
    document.addEventListener("click", (event) => this.#catch(event), { signal, capture: true });
    this.addEventListener("click", (event) => this.#clicked(event), { signal });
    this.addEventListener("submit", (event) => this.#submitted(event), { signal });
    this.#dialog.addEventListener("close", () => this.#body.replaceChildren(), { signal });
  }

  disconnectedCallback() {
    this.#gone.abort();
  }

  /** Opens the form at `url` over whatever is there. */
  async open(url) {
    for (const details of document.querySelectorAll("drop-down details[open]")) details.open = false;
    await this.#show(fetch(url));
  }

  get #dialog() {
    return this.querySelector("dialog");
  }

  get #body() {
    return this.querySelector("[data-body]");
  }

  #catch(event) {
    const link = event.target.closest?.("a[data-report]");
    if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    this.open(link.href);
  }

  #clicked(event) {
    if (event.target === this.#dialog || event.target.closest("[data-close]")) {
      event.preventDefault();
      this.#dialog.close();
    }
  }

  async #submitted(event) {
    event.preventDefault();
    const form = event.target;
    const isDetail = form.querySelector("textarea") !== null;
    const answer = await this.#show(fetch(form.action, { method: "POST", body: new FormData(form, event.submitter) }));
    if (isDetail && answer?.ok) {
      this.#dialog.close();
      toast(this.dataset.saved);
    }
  }

  /** Shows the part of a page that is about the report; what can't be reached is said, and what was typed stays. */
  async #show(request) {
    const answer = await request.catch(() => null);
    const page = answer && new DOMParser().parseFromString(await answer.text(), "text/html");
    const part = page?.querySelector("[data-report-part]");
    if (!part) {
      toast(page?.querySelector(".state p")?.textContent || this.dataset.failed, { kind: "error" });
      return null;
    }
    this.#body.replaceChildren(document.importNode(part, true));
    if (!this.#dialog.open) this.#dialog.showModal();
    this.#body.querySelector("h2")?.focus();
    return answer;
  }
}

/** Opens the report dialog for what is at `url`. */
export function openReport(url) {
  document.querySelector("report-box").open(url);
}

customElements.define("report-box", ReportBox);
