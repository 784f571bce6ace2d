/** Light, dark, dim or automatic, without loading the page again. The cookie is the server's own. */

const ONE_YEAR = 365 * 86_400; // seconds

class ThemeChoice extends HTMLElement {
  connectedCallback() {
    this.querySelector("form").addEventListener("submit", (event) => {
      event.preventDefault();
      choose(event.submitter.value);
    });
  }
}

function choose(theme) {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `theme=${theme}; Path=/; Max-Age=${theme === "auto" ? 0 : ONE_YEAR}; SameSite=Lax${secure}`;
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  for (const button of document.querySelectorAll("theme-choice button")) button.setAttribute("aria-pressed", String(button.value === theme));
  const surface = getComputedStyle(document.body).backgroundColor;
  for (const meta of document.querySelectorAll("meta[name=theme-color]")) meta.content = surface;
}

customElements.define("theme-choice", ThemeChoice);
