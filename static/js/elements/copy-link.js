/** Shares an address: by the system's sheet on a phone, by the clipboard elsewhere and with `data-how="copy"`. */
import { toast } from "../lib/toast.js";

class CopyLink extends HTMLElement {
  connectedCallback() {
    this.hidden = false;
    this.onclick = () => this.share();
  }

  async share() {
    const url = new URL(this.dataset.url, location.href).href;
    this.closest("details")?.removeAttribute("open");
    try {
      await this.hand(url);
    } catch (refusal) {
      if (refusal.name !== "AbortError") toast(this.dataset.failed ?? url, { kind: "error" }); // an address that is shown can be copied by hand
    }
  }

  async hand(url) {
    if (this.dataset.how !== "copy" && navigator.share && matchMedia("(pointer: coarse)").matches) return navigator.share({ url });
    await navigator.clipboard.writeText(url);
    toast(this.dataset.done);
  }
}

customElements.define("copy-link", CopyLink);
