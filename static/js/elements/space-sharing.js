import { newId } from "../lib/new_id.js";
import { send } from "../lib/send.js";
import { toast } from "../lib/toast.js";
import { mark, show } from "./space-draw.js";

/** What the share sheet holds: a Space sent by message, in a Tweet, or by what the device offers. */
class SpaceSharing extends HTMLElement {
  #gone = new AbortController();

  connectedCallback() {
    this.#gone = new AbortController();
    this.addEventListener("person-picked", (event) => this.#send(event), { signal: this.#gone.signal });
    const message = this.querySelector("[data-message]");
    message?.addEventListener("toggle", () => message.open && message.querySelector("people-picker").find());
    document.addEventListener("linnet:tweeted", () => this.closest("dialog")?.close(), { signal: this.#gone.signal });
    const hasSystem = Boolean(navigator.share) && matchMedia("(pointer: coarse)").matches;
    show(this.querySelector("[data-system]"), hasSystem);
  }

  disconnectedCallback() {
    this.#gone.abort();
  }

  /** One tap sends, so that several people are soon told. Whoever shall speak is invited to the stage first. */
  async #send(event) {
    event.preventDefault();
    const { handle, name, url } = event.detail;
    const row = event.target.querySelector(`[data-pick="${handle}"]`);
    if (row.getAttribute("aria-busy") || row.hasAttribute("data-sent")) return;
    mark(row, "aria-busy", "true");
    try {
      await this.#tell(handle, url);
      this.#markSent(row);
      toast((this.#isForStage ? this.dataset.sentSpeaker : this.dataset.sent).replace("{name}", name));
    } catch (refusal) {
      toast(refusal.text || this.dataset.failed, { kind: "error" });
    }
    mark(row, "aria-busy", null);
  }

  async #tell(handle, conversation) {
    const { path, invitations } = this.querySelector("[data-message]").dataset;
    if (this.#isForStage) await send(invitations, { body: { handle } });
    const text = this.#isForStage ? this.dataset.wordsSpeaker : "";
    await send(conversation, { body: { text, client_id: newId(), card_path: path } });
  }

  #markSent(row) {
    mark(row, "data-sent", "");
    row.append(this.querySelector("[data-sent-mark]").content.cloneNode(true));
  }

  get #isForStage() {
    return this.querySelector("[name=message-as]:checked")?.value === "speaker";
  }
}

customElements.define("space-sharing", SpaceSharing);
