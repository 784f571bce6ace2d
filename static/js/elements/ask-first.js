/** Asks before the form inside is sent. Without script the form is sent at once; what it does can be undone. */

class AskFirst extends HTMLElement {
  connectedCallback() {
    this.addEventListener("submit", (event) => this.submitted(event), true);
  }

  async submitted(event) {
    if (this.isSure) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const form = event.target;
    const { question, warning, yes } = this.dataset;
    this.closest("details")?.removeAttribute("open");
    if (!(await document.getElementById("confirm").ask({ title: question, text: warning, yes }))) return;
    this.isSure = true;
    form.requestSubmit();
    this.isSure = false;
  }
}

customElements.define("ask-first", AskFirst);
