/** Says who is in a Space, and what is kept, before you go in: then you enter, enter hidden, or stay out. */
class SpaceThreshold extends HTMLElement {
  connectedCallback() {
    this.#dialog.addEventListener("click", (event) => {
      const answer = event.target.closest("[data-answer]");
      if (answer) this.#dialog.close(answer.dataset.answer);
      else if (event.target === this.#dialog) this.#dialog.close("");
    });
  }

  get #dialog() {
    return this.querySelector("dialog");
  }

  /** @param {string} spaceId @returns {Promise<{hidden?: boolean} | null>} how to go in; null to stay out */
  async ask(spaceId) {
    const card = await this.#cardOf(spaceId);
    if (!card) return {};
    this.querySelector("[data-inside]").innerHTML = card;
    const dialog = this.#dialog;
    dialog.returnValue = "";
    dialog.showModal();
    dialog.querySelector("[data-autofocus]")?.focus();
    await new Promise((closed) => dialog.addEventListener("close", closed, { once: true }));
    return { enter: { hidden: false }, hidden: { hidden: true } }[dialog.returnValue] ?? null;
  }

  /** Empty when there is nothing to say; and when Linnet can't be reached, for then going in says so. */
  async #cardOf(spaceId) {
    try {
      const response = await fetch(this.dataset.url.replace("/0/", `/${spaceId}/`), { redirect: "manual" });
      return response.status === 200 ? await response.text() : "";
    } catch {
      return "";
    }
  }
}

/** @param {string} spaceId @returns {Promise<{hidden?: boolean} | null>} null to stay out */
export function askAtTheDoor(spaceId) {
  return document.querySelector("space-threshold").ask(spaceId);
}

customElements.define("space-threshold", SpaceThreshold);
