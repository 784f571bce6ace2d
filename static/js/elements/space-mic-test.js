import { engine } from "../live/engine.js";
import { mark, show, write } from "./space-draw.js";
import { say } from "./space-words.js";

const HEARD = 0.04;
const SILENT_MS = 4000;
const STEPS = 20;
const HELPED = ["refused", "missing"];

/** Tries a microphone: which one, a meter, and in words whether it is heard. Nobody hears the test. */
class SpaceMicTest extends HTMLElement {
  #test = null;
  #isHeard = false;
  #doubt = null;
  #steps = [];

  connectedCallback() {
    if (this.#steps.length) return;
    this.#steps = Array.from({ length: STEPS }, () => this.#part("meter").appendChild(document.createElement("i")));
    this.#part("try").addEventListener("click", () => (this.#test ? this.rest() : this.#begin()));
    this.#part("device").addEventListener("change", (event) => this.#choose(event.target.value));
    this.look();
  }

  disconnectedCallback() {
    this.rest();
  }

  /** Looks again at what there is. */
  async look() {
    const { secure } = engine.support();
    this.explain(secure === false ? "insecure" : null);
    this.#part("try").disabled = secure === false;
    await this.#listDevices();
  }

  /** Ends the test; the microphone is let go. */
  rest() {
    this.#test?.stop();
    this.#test = null;
    clearTimeout(this.#doubt);
    this.#draw(0);
    mark(this, "data-state", null);
    write(this.#part("tryword"), say("test.start"));
  }

  /** Shows the help for "refused", "missing" or "insecure"; null shows none. */
  explain(trouble) {
    for (const help of this.querySelectorAll("[data-help]")) show(help, help.dataset.help === trouble);
    if (trouble) this.#say(`test.${trouble}`, "bad");
  }

  async #begin() {
    this.explain(null);
    this.#say("test.asking", "asking");
    try {
      this.#test = await engine.testMic((level) => this.#hear(level));
    } catch (error) {
      this.rest();
      return this.#fail(error);
    }
    this.#isHeard = false;
    this.#say("test.speak", "on");
    write(this.#part("tryword"), say("test.stop"));
    this.#doubt = setTimeout(() => !this.#isHeard && this.#say("test.silent", "silent"), SILENT_MS);
    await this.#listDevices();
  }

  #fail(error) {
    const trouble = HELPED.includes(error.code) ? error.code : null;
    this.explain(trouble);
    if (!trouble) this.#say("test.failed", "bad");
  }

  #hear(level) {
    this.#draw(level);
    if (level < HEARD || this.#isHeard) return;
    this.#isHeard = true;
    clearTimeout(this.#doubt);
    this.#say("test.heard", "heard");
  }

  #draw(level) {
    const lit = Math.ceil(Math.min(1, level) * STEPS);
    this.#steps.forEach((step, place) => step.classList.toggle("is-lit", place < lit));
  }

  async #listDevices() {
    const devices = await microphones();
    const named = devices.filter((device) => device.label);
    const select = this.#part("device");
    select.replaceChildren(...named.map((device) => new Option(device.label, device.id)));
    select.disabled = named.length < 2;
    if (!named.length) select.append(new Option(say("test.default"), ""));
    if (engine.state.deviceId && named.length) select.value = engine.state.deviceId;
  }

  async #choose(deviceId) {
    const isTesting = Boolean(this.#test);
    this.rest();
    await engine.chooseDevice(deviceId);
    if (isTesting) await this.#begin();
  }

  #say(key, state) {
    write(this.#part("said"), say(key));
    mark(this, "data-state", state);
  }

  #part(name) {
    return this.querySelector(`[data-${name}]`);
  }
}

/** On plain HTTP there is no list to ask for. */
async function microphones() {
  try {
    return await engine.devices();
  } catch {
    return [];
  }
}

customElements.define("space-mic-test", SpaceMicTest);
