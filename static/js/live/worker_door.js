/** The page's side of the live worker: commands with answers, and whatever the worker has to tell. */

/** @typedef {Object<string, (value: any) => void>} Listener a handler for each thing the worker tells, and `failed` if it never runs */

export class WorkerDoor {
  #worker;
  #listener;
  #questions = 0;
  #waiting = new Map();

  /** @param {string} url @param {Listener} listener */
  constructor(url, listener) {
    this.#worker = new Worker(url, { type: "module" });
    this.#listener = { ...listener, answer: (answer) => this.#settle(answer) };
    this.#worker.onerror = () => this.#listener.failed?.();
    this.#worker.onmessage = ({ data: [name, value] }) => this.#hear(name, value);
  }

  /** @param {string} name @param {any} value @param {Transferable[]} transfer */
  tell(name, value, transfer = []) {
    this.#worker.postMessage([name, value], transfer);
  }

  /** @returns {Promise<any>} rejects with an Error that has `code` and `text` */
  ask(name, value, transfer = []) {
    const id = ++this.#questions;
    this.tell(name, { ...value, id }, transfer);
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
  }

  /** Says goodbye; the worker ends itself when that is sent. */
  leave() {
    this.#listener = {};
    this.tell("leave");
    for (const id of [...this.#waiting.keys()]) this.#settle({ id, ok: false, code: "left", text: "You left the Space." });
  }

  #hear(name, value) {
    this.#worker.onerror = null; // it runs: what goes wrong from now on is one message's fault
    this.#listener[name]?.(value);
  }

  #settle({ id, ok, data, code, text }) {
    const { resolve, reject } = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (ok) resolve(data);
    else reject(Object.assign(new Error(text), { code, text }));
  }
}
