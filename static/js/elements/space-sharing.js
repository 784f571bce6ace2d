import { newId } from "../lib/new_id.js";
import { send } from "../lib/send.js";
import { toast } from "../lib/toast.js";
import { mark, show } from "./space-draw.js";

/** What the share sheet holds: a Space sent by message, in a Tweet, or by what the device offers. */
class SpaceSharing extends HTMLElement {
  #gone = new AbortController();
  #sending = new Set(); // handles
  #sent = new Set();
  #watch = new MutationObserver(() => this.#drawRows()); // the picker draws its people anew while one types

  connectedCallback() {
    this.#gone = new AbortController();
    this.addEventListener("person-picked", (event) => this.#send(event), { signal: this.#gone.signal });
    this.#offerPeople();
    document.addEventListener("linnet:tweeted", () => this.closest("dialog")?.close(), { signal: this.#gone.signal });
    const hasSystem = Boolean(navigator.share) && matchMedia("(pointer: coarse)").matches;
    show(this.querySelector("[data-system]"), hasSystem);
  }

  disconnectedCallback() {
    this.#gone.abort();
    this.#watch.disconnect();
  }

  #offerPeople() {
    const message = this.querySelector("[data-message]");
    if (!message) return;
    message.addEventListener("toggle", () => message.open && message.querySelector("people-picker").find());
    this.#watch.observe(message.querySelector("[data-people]"), { childList: true });
  }

  /** One tap sends, so that several people are soon told. Whoever shall speak is invited to the stage first. */
  async #send(event) {
    event.preventDefault();
    const { handle, name, url } = event.detail;
    if (this.#sending.has(handle) || this.#sent.has(handle)) return;
    const isForStage = this.#isForStage;
    this.#sending.add(handle);
    this.#drawRows();
    try {
      await this.#tell(handle, url, isForStage);
      this.#sent.add(handle);
      toast((isForStage ? this.dataset.sentSpeaker : this.dataset.sent).replace("{name}", name));
    } catch (refusal) {
      toast(refusal.text || this.dataset.failed, { kind: "error" });
    }
    this.#sending.delete(handle);
    this.#drawRows();
  }

  async #tell(handle, conversation, isForStage) {
    const { path, invitations } = this.querySelector("[data-message]").dataset;
    if (isForStage) await send(invitations, { body: { handle } });
    const text = isForStage ? this.dataset.wordsSpeaker : "";
    await send(conversation, { body: { text, client_id: newId(), card_path: path } });
  }

  #drawRows() {
    for (const row of this.querySelectorAll("[data-pick]")) {
      mark(row, "aria-busy", this.#sending.has(row.dataset.pick) ? "true" : null);
      const isNews = this.#sent.has(row.dataset.pick) && !row.querySelector(".share__sent");
      if (isNews) row.append(this.querySelector("[data-sent-mark]").content.cloneNode(true));
    }
  }

  get #isForStage() {
    return this.querySelector("[name=message-as]:checked")?.value === "speaker";
  }
}

customElements.define("space-sharing", SpaceSharing);
