import assert from "node:assert/strict";
import { test } from "node:test";
import { Outbox, Shelf } from "../../static/js/live/outbox.js";

const DAY = 86_400_000;
const note = (id, more = {}) => ({ id, to: "7", name: "Bob", url: "/messages/bob/", text: `words of ${id}`, ...more });

/** A browser's storage; `isFull` refuses. */
function storage(kept = {}) {
  return {
    isFull: false,
    getItem: (key) => kept[key] ?? null,
    setItem(key, value) {
      if (this.isFull) throw new Error("QuotaExceededError");
      kept[key] = value;
    },
    removeItem: (key) => delete kept[key],
  };
}

/** A server that keeps one message per id, however often it is sent, until `says` makes it fail. */
function server() {
  const it = { has: [], asked: 0, says: null, hold: null };
  it.take = async ({ id }, signal) => {
    it.asked += 1;
    if (it.hold) await Promise.race([it.hold, new Promise((_, lose) => signal.addEventListener("abort", () => lose({ code: "unreachable" })))]);
    if (it.says) throw it.says;
    if (!it.has.includes(id)) it.has.push(id);
    return { id: `message of ${id}` };
  };
  return it;
}

function clock() {
  const it = { time: 0, waiting: [], now: () => it.time };
  it.after = (ms, task) => {
    const entry = { at: it.time + ms, task };
    it.waiting.push(entry);
    return () => it.waiting.splice(0, it.waiting.length, ...it.waiting.filter((other) => other !== entry));
  };
  it.pass = async (ms) => {
    it.time += ms;
    for (const entry of it.waiting.filter(({ at }) => at <= it.time)) {
      it.waiting.splice(it.waiting.indexOf(entry), 1);
      entry.task();
    }
    await settled();
  };
  return it;
}

const settled = () => new Promise((done) => setTimeout(done, 5));

function tab(shared, linnet, { time = clock(), today = () => 1000 } = {}) {
  const outbox = new Outbox({ shelf: new Shelf(shared, "notes"), send: linnet.take, clock: time, random: () => 0.5, today });
  const heard = [];
  for (const name of ["sent", "refused"]) outbox.addEventListener(name, ({ detail }) => heard.push([name, detail.note.id]));
  return { outbox, time, heard };
}

test("what is written goes out at once and is then no longer kept", async () => {
  const [shared, linnet] = [storage(), server()];
  const { outbox, heard } = tab(shared, linnet);
  await outbox.put(note("a"));
  assert.deepEqual(linnet.has, ["a"]);
  assert.deepEqual(heard, [["sent", "a"]]);
  assert.deepEqual(outbox.to("7"), []);
  assert.equal(shared.getItem("notes"), null);
});

test("messages go out one after the other, in the order they were written", async () => {
  const linnet = server();
  let release;
  linnet.hold = new Promise((go) => (release = go));
  const { outbox } = tab(storage(), linnet);
  const done = outbox.put(note("a"));
  outbox.put(note("b"));
  outbox.put(note("c"));
  await settled();
  assert.equal(linnet.asked, 1);
  assert.deepEqual(outbox.to("7").map(({ id, isSending }) => [id, isSending]), [["a", true], ["b", false], ["c", false]]);
  release();
  await done;
  assert.deepEqual(linnet.has, ["a", "b", "c"]);
});

test("while Linnet can not be reached they wait, and go out by themselves when it can", async () => {
  const linnet = server();
  linnet.says = { code: "unreachable" };
  const { outbox, time } = tab(storage(), linnet);
  await outbox.put(note("a"));
  await outbox.put(note("b"));
  assert.deepEqual(outbox.to("7").map(({ state }) => state), ["waiting", "waiting"]);
  linnet.says = null;
  await time.pass(2000);
  assert.deepEqual(linnet.has, ["a", "b"]);
});

test("a limit that is over in a moment is waited for; one of a day is told, and the words stay", async () => {
  const linnet = server();
  linnet.says = { code: "too_fast", answer: { retry_after: 2 } };
  const { outbox } = tab(storage(), linnet);
  await outbox.put(note("a"));
  assert.equal(outbox.to("7")[0].state, "waiting");
  linnet.says = { code: "too_fast", text: "1,000 a day.", answer: { retry_after: 7200 } };
  await outbox.put(note("b"));
  assert.deepEqual(outbox.to("7").map(({ id, state, words }) => [id, state, words]), [["a", "refused", "1,000 a day."], ["b", "refused", "1,000 a day."]]);
});

test("tries come further apart the longer it lasts", async () => {
  const linnet = server();
  linnet.says = { code: "unreachable" };
  const { outbox, time } = tab(storage(), linnet);
  await outbox.put(note("a"));
  for (let minute = 0; minute < 3000; minute += 1) await (time.waiting.length && time.pass(100));
  assert.ok(linnet.asked > 20 && linnet.asked < 200, `asked ${linnet.asked} times in five minutes`);
});

test("when the line is back, nobody waits for an answer that will never come", async () => {
  const linnet = server();
  linnet.hold = new Promise(() => {});
  const { outbox } = tab(storage(), linnet);
  outbox.put(note("a"));
  await settled();
  linnet.hold = null;
  await outbox.hurry();
  await settled();
  assert.deepEqual(linnet.has, ["a"]);
});

test("an answer is waited for twenty seconds at most", async () => {
  const linnet = server();
  linnet.hold = new Promise(() => {});
  const { outbox, time } = tab(storage(), linnet);
  outbox.put(note("a"));
  await settled();
  linnet.hold = null;
  await time.pass(20_000);
  await time.pass(2_000);
  assert.deepEqual(linnet.has, ["a"]);
});

test("a refused message stays with the reason and holds up nobody", async () => {
  const linnet = server();
  linnet.says = { code: "cant_message", text: "You can't write to @bob." };
  const { outbox, heard } = tab(storage(), linnet);
  await outbox.put(note("a"));
  linnet.says = null;
  await outbox.put(note("b"));
  assert.deepEqual(linnet.has, ["b"]);
  assert.deepEqual(outbox.to("7").map(({ id, state, words }) => [id, state, words]), [["a", "refused", "You can't write to @bob."]]);
  assert.deepEqual(heard, [["refused", "a"], ["sent", "b"]]);
});

test("a refused message can be sent again, or dropped", async () => {
  const linnet = server();
  linnet.says = { code: "message_too_long" };
  const { outbox } = tab(storage(), linnet);
  await outbox.put(note("a"));
  await outbox.put(note("b"));
  linnet.says = null;
  outbox.drop("b");
  await outbox.sendAgain("a");
  assert.deepEqual(linnet.has, ["a"]);
  assert.deepEqual(outbox.to("7"), []);
});

test("a reload loses nothing and sends nothing twice", async () => {
  const [shared, linnet] = [storage(), server()];
  linnet.says = { code: "unreachable" };
  await tab(shared, linnet).outbox.put(note("a"));
  linnet.says = null;
  linnet.has.push("a"); // it had arrived, only the answer was lost
  const { outbox, heard } = tab(shared, linnet);
  await outbox.start();
  assert.deepEqual(linnet.has, ["a"]);
  assert.deepEqual(heard, [["sent", "a"]]);
});

test("two tabs that send the same note at once make one message and both forget it", async () => {
  const [shared, linnet] = [storage(), server()];
  linnet.says = { code: "unreachable" };
  const [one, other] = [tab(shared, linnet), tab(shared, linnet)];
  await one.outbox.put(note("a"));
  linnet.says = null;
  await Promise.all([one.outbox.hurry(), other.outbox.hurry()]);
  assert.deepEqual(linnet.has, ["a"]);
  assert.deepEqual([one.outbox.to("7"), other.outbox.to("7")], [[], []]);
});

test("what has waited for more than a day is not sent without asking", async () => {
  const [shared, linnet] = [storage(), server()];
  linnet.says = { code: "unreachable" };
  await tab(shared, linnet, { today: () => 0 }).outbox.put(note("a"));
  linnet.says = null;
  const { outbox } = tab(shared, linnet, { today: () => DAY + 1 });
  await outbox.start();
  assert.deepEqual(outbox.to("7").map(({ state, code }) => [state, code]), [["refused", "stale"]]);
  await outbox.sendAgain("a");
  assert.deepEqual(linnet.has, ["a"]);
});

test("who was signed out sends it after signing in", async () => {
  const [shared, linnet] = [storage(), server()];
  linnet.says = { code: "signed_out" };
  await tab(shared, linnet).outbox.put(note("a"));
  linnet.says = null;
  await tab(shared, linnet).outbox.start();
  assert.deepEqual(linnet.has, ["a"]);
});

test("notes to others are theirs", async () => {
  const linnet = server();
  linnet.says = { code: "unreachable" };
  const { outbox } = tab(storage(), linnet);
  await outbox.put(note("a"));
  await outbox.put(note("b", { to: "8" }));
  assert.deepEqual(outbox.to("8").map(({ id }) => id), ["b"]);
});

test("a full or broken storage is no reason not to send", async () => {
  const linnet = server();
  const full = storage();
  full.isFull = true;
  const { outbox } = tab(full, linnet);
  linnet.says = { code: "unreachable" };
  await outbox.put(note("a"));
  assert.deepEqual(outbox.to("7").map(({ id }) => id), ["a"]);
  linnet.says = null;
  await outbox.hurry();
  assert.deepEqual(linnet.has, ["a"]);
  const broken = tab(storage({ notes: "{not json" }), linnet).outbox;
  await broken.put(note("b"));
  assert.deepEqual(linnet.has, ["a", "b"]);
});
