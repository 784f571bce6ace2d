/** Where one answers or quotes: the page that a link leads to, shown in a dialog above the one that is being read. */
import { ModalBox } from "./modal-box.js";
import { toast } from "../lib/toast.js";

class WriteSheet extends ModalBox {
  connectedCallback() {
    super.connectedCallback();
    this.body = this.querySelector("[data-body]");
    this.clickedLink = (event) => this.followed(event);
    document.addEventListener("click", this.clickedLink, true);
    this.dialog.addEventListener("close", () => this.body.replaceChildren());
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    document.removeEventListener("click", this.clickedLink, true);
  }

  followed(event) {
    const link = event.target.closest?.("a[data-write]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    event.stopPropagation();
    link.closest("details")?.removeAttribute("open");
    if (!link.matches("[data-reply]") || !this.answerHere(link)) this.show(link);
  }

  /** On the page of a Tweet its own field is there already. */
  answerHere(link) {
    const field = document.querySelector(`reply-list[data-tweet="${link.closest("[data-tweet]").dataset.tweet}"] .answer textarea`);
    field?.focus();
    return Boolean(field);
  }

  async show(link) {
    const page = await fetch(link.href, { redirect: "error" }).then(parsed, () => null);
    const writing = page?.querySelector("[data-writing]");
    if (!writing) return toast(page?.querySelector("h1 + p, .state p")?.textContent || this.dataset.failed, { kind: "error" });
    this.querySelector("[data-title]").textContent = writing.dataset.title;
    this.body.replaceChildren(writing);
    globalThis.htmx?.process(this.body);
    this.opener = link;
    this.open();
  }

  close() {
    super.close();
    this.opener?.focus();
  }
}

async function parsed(answer) {
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

customElements.define("write-sheet", WriteSheet);
