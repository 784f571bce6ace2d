/** The picture of a group: sent, waited for until it is ready, then shown to everybody in it. */
import { send } from "../lib/send.js";
import { toast } from "../lib/toast.js";
import { upload } from "../lib/upload.js";

const LOOK_MS = 500;

class GroupPicture extends HTMLElement {
  connectedCallback() {
    this.hidden = false;
    const file = this.querySelector("[data-file]");
    this.querySelector("[data-choose]").addEventListener("click", () => file.click());
    this.querySelector("[data-none]")?.addEventListener("click", () => this.attempt(() => send(this.dataset.url, { method: "DELETE" })));
    file.addEventListener("change", () => file.files[0] && this.attempt(() => this.deliver(file.files[0])));
  }

  async attempt(change) {
    this.setAttribute("aria-busy", "true");
    try {
      await change();
      globalThis.htmx ? globalThis.htmx.ajax("GET", location.href, { target: "main", select: "main > *", swap: "innerHTML" }) : location.reload();
    } catch (failure) {
      toast(failure.text || this.dataset.failed, { kind: "error" });
    } finally {
      this.removeAttribute("aria-busy");
    }
  }

  async deliver(file) {
    const form = new FormData();
    form.set("picture", file);
    const { id } = await upload(this.dataset.send, form, {});
    await this.made(id);
    await send(this.dataset.url, { body: { picture: id } });
  }

  async made(id) {
    while (this.isConnected) {
      const answer = await send(`${this.dataset.send}${id}/`, { method: "GET" });
      if (answer.refusal) throw Object.assign(new Error(), { text: answer.refusal });
      if (answer.is_ready) return;
      await new Promise((done) => setTimeout(done, LOOK_MS));
    }
  }
}

customElements.define("group-picture", GroupPicture);
