/** A clock that stands still until told, and sockets that only remember. */

export class FakeClock {
  #now = 0;
  #tasks = [];

  now() {
    return this.#now;
  }

  after(ms, run) {
    const task = { at: this.#now + ms, run };
    this.#tasks.push(task);
    return () => void (this.#tasks = this.#tasks.filter((other) => other !== task));
  }

  /** Lets time pass, and promises settle in between. */
  async pass(ms) {
    const until = this.#now + ms;
    for (let task = this.#dueBy(until); task; task = this.#dueBy(until)) {
      this.#now = task.at;
      this.#tasks = this.#tasks.filter((other) => other !== task);
      task.run();
      await settled();
    }
    this.#now = until;
    await settled();
  }

  #dueBy(until) {
    return this.#tasks.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
  }
}

export const settled = () => new Promise((resolve) => setImmediate(resolve));

export class FakeSocket {
  readyState = 1;
  bufferedAmount = 0;
  sent = [];
  isClosed = false;

  send(message) {
    this.sent.push(typeof message === "string" ? JSON.parse(message) : message);
  }

  close() {
    this.isClosed = true;
  }

  /** What the server says. */
  async says(message) {
    this.onmessage?.({ data: message instanceof Uint8Array ? message.slice().buffer : JSON.stringify(message) });
    await settled();
  }

  async closes(code) {
    this.onclose?.({ code });
    await settled();
  }

  last(command) {
    return this.sent.findLast((message) => message.command === command);
  }

  commands() {
    return this.sent.filter(({ command }) => command).map(({ command }) => command);
  }

  bytes() {
    return this.sent.filter((message) => message instanceof Uint8Array);
  }
}
