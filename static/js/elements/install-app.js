/** Offers to install Linnet, where the browser would: a part of a menu or a page that is hidden until then. */

let offer = null;

class InstallApp extends HTMLElement {
  connectedCallback() {
    this.querySelector("button").addEventListener("click", () => this.install());
    this.show();
  }

  show() {
    this.hidden = !offer;
  }

  async install() {
    const offered = offer;
    offer = null; // it can be asked once
    showAll();
    this.closest("details")?.removeAttribute("open");
    this.closest("dialog")?.close();
    await offered?.prompt();
  }
}

function showAll() {
  for (const element of document.querySelectorAll("install-app")) element.show();
}

addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault();
  offer = event;
  showAll();
});
addEventListener("appinstalled", () => {
  offer = null;
  showAll();
});

customElements.define("install-app", InstallApp);
