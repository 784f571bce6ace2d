/** Shows what is typed, to those who ask. */

class PasswordField extends HTMLElement {
  connectedCallback() {
    const input = this.querySelector("input");
    const eye = this.querySelector("button");
    eye.hidden = false;
    eye.addEventListener("click", () => {
      const isShown = input.type === "password";
      input.type = isShown ? "text" : "password";
      eye.setAttribute("aria-pressed", String(isShown));
      input.focus();
    });
  }
}

customElements.define("password-field", PasswordField);
