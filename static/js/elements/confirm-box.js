/** Asks before something that can't be undone. */

class ConfirmBox extends HTMLElement {
  connectedCallback() {
    this.dialog = this.querySelector("dialog");
    this.querySelector("[data-yes]").addEventListener("click", () => this.dialog.close("yes"));
    this.querySelector("[data-no]").addEventListener("click", () => this.dialog.close("no"));
    this.dialog.addEventListener("click", (event) => event.target === this.dialog && this.dialog.close("no"));
  }

  /**
   * @param {{title: string, text: string, yes: string}} question
   * @returns {Promise<boolean>}
   */
  ask({ title, text, yes }) {
    this.querySelector("[data-title]").textContent = title;
    this.querySelector("[data-text]").textContent = text;
    this.querySelector("[data-yes]").textContent = yes;
    this.dialog.returnValue = "no";
    this.dialog.showModal();
    this.querySelector("[data-no]").focus();
    return new Promise((answer) => this.dialog.addEventListener("close", () => answer(this.dialog.returnValue === "yes"), { once: true }));
  }
}

customElements.define("confirm-box", ConfirmBox);
