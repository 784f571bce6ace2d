/** Whether this browser is woken: says how it is, and changes it. `data-person` and `data-key` as on the page; each state is a part with `data-state`. */
import { isWantedBy, keepUp, pushState, turnOff, turnOn } from "../lib/push.js";
import { toast } from "../lib/toast.js";

class PushSwitch extends HTMLElement {
  connectedCallback() {
    this.hidden = false;
    const clock = document.querySelector("[name=time_zone]");
    if (clock && !clock.value) clock.value = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
    this.querySelector("[data-turn-on]")?.addEventListener("click", () => this.change(() => turnOn(this.dataset.person, this.dataset.key)));
    this.querySelector("[data-turn-off]")?.addEventListener("click", () => this.change(() => turnOff()));
    this.show();
  }

  async show() {
    this.state = this.dataset.key ? await pushState(this.dataset.person) : "none";
    for (const part of this.querySelectorAll("[data-state]")) part.hidden = part.dataset.state !== this.state;
  }

  async change(act) {
    if (this.isBusy) return;
    this.isBusy = true;
    const had = this.contains(document.activeElement);
    try {
      await act();
    } catch (fault) {
      toast(fault.text || this.dataset.failed, { kind: "error" });
    } finally {
      this.isBusy = false;
    }
    await this.show();
    if (had) this.querySelector("[data-state]:not([hidden]) button")?.focus();
  }
}

/** Says once, among the notifications, that it could be so; nothing is asked. */
class PushOffer extends HTMLElement {
  async connectedCallback() {
    const { person } = this.dataset;
    const declined = `linnet.push.declined.${person}`;
    this.querySelector("[data-not-now]").addEventListener("click", () => {
      localStorage.setItem(declined, "1");
      this.hidden = true;
    });
    this.hidden = Boolean(localStorage.getItem(declined)) || (await pushState(person)) !== "off" || Notification.permission !== "default";
  }
}

/** On every page of somebody who wanted it. */
class PushKeeper extends HTMLElement {
  connectedCallback() {
    const { person, key } = this.dataset;
    if (!key || !isWantedBy(person)) return;
    const keep = () => (window.requestIdleCallback ?? setTimeout)(() => keepUp(person, key).catch(() => {})); // the next page tries again
    if (document.readyState === "complete") keep();
    else addEventListener("load", keep, { once: true });
  }
}

/** A notification was pressed: this page goes there by itself, so that a Space it plays goes on. */
navigator.serviceWorker?.addEventListener("message", ({ data }) => {
  if (typeof data?.open !== "string" || !data.open.startsWith("/") || data.open.startsWith("//")) return;
  const link = document.createElement("a");
  link.href = data.open;
  link.hidden = true;
  document.querySelector("page-frame, body").append(link);
  window.htmx?.process(link);
  link.click();
  link.remove();
});

customElements.define("push-switch", PushSwitch);
customElements.define("push-offer", PushOffer);
customElements.define("push-keeper", PushKeeper);
