import { answerOf, creationOf, knowsPasskeys, requestOf } from "../lib/passkey.js";

/** A form that is sent once the browser has made a passkey, or proved one. `data-does` is "create" or "get". */
class PasskeyForm extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.fault = this.querySelector("[data-fault]");
    if (!knowsPasskeys()) return void this.say(this.dataset.unable ?? this.dataset.failed);
    this.hidden = false;
    this.form.addEventListener("submit", (event) => this.submitted(event));
  }

  async submitted(event) {
    event.preventDefault();
    if (this.isBusy) return;
    this.isBusy = true;
    this.say("");
    try {
      const answer = answerOf(await this.ask(await this.options()));
      this.form.elements.credential.value = JSON.stringify(answer);
      this.form.submit();
    } catch {
      this.say(this.dataset.failed);
    } finally {
      this.isBusy = false;
    }
  }

  ask(options) {
    if (this.dataset.does === "create") return navigator.credentials.create(creationOf(options));
    return navigator.credentials.get(requestOf(options));
  }

  async options() {
    if (!this.dataset.optionsAt) {
      const data = JSON.parse(document.getElementById(this.dataset.options).textContent);
      return data.creation_options ?? data.request_options;
    }
    const response = await fetch(this.dataset.optionsAt, { headers: { Accept: "application/json" } });
    return (await response.json()).request_options;
  }

  say(words) {
    this.fault.textContent = words;
    this.fault.hidden = !words;
  }
}

customElements.define("passkey-form", PasskeyForm);
