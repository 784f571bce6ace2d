import assert from "node:assert/strict";
import { test } from "node:test";
import { encode, parse } from "../../static/js/live/protocol.js";
import { Session } from "../../static/js/live/session.js";
import { FakeClock, FakeSocket, settled } from "./fakes.js";

const alice = { id: "1", handle: "alice", name: "Alice", hue: 1 };
const seat = (mic) => ({ slot: 0, person: alice, role: "host", mic, present: true });
const snapshot = { space: { id: "5", host: "1" }, stage: [seat("muted")], hands: [], audience: { count: 0, shown: [] } };
const you = { id: "1", slot: 0, may_host: true };
const hello = (more = {}) => ({ event: "hello", data: { versions: [1], epoch: "e1", n: 10, beat_ms: 1_000, ...more } });
const micEvent = (n, mic) => ({ event: "seat_changed", n, data: { slot: 0, seat: seat(mic) } });

function visit() {
  const clock = new FakeClock();
  const sockets = [];
  const heard = { order: [], changes: 0, joins: 0, media: [], reactions: [], notices: [] };
  const server = { answers: true, knocks: 0 };
  const knock = async () => {
    server.knocks++;
    return server.answers;
  };
  const openSocket = () => sockets[sockets.push(new FakeSocket()) - 1];
  const session = new Session({ clock, openSocket, knock, random: () => 1 }, {
    changed: () => heard.order.push("changed") && heard.changes++,
    joined: () => heard.order.push("joined") && heard.joins++,
    media: (message) => heard.media.push(message),
    reacted: (reactions) => heard.reactions.push(...reactions),
    noticed: (fault) => heard.notices.push(fault),
    beating: () => ({ state: 0, buffer_ms: 40, heard: 3 }),
  });
  session.start();
  return { session, clock, sockets, heard, server, socket: () => sockets.at(-1) };
}

async function joined() {
  const it = visit();
  await greet(it, { snapshot, n: 10, epoch: "e1", you });
  return it;
}

async function greet(it, data, greeting = hello()) {
  await it.socket().says(greeting);
  await it.socket().says({ reply: it.socket().last("join").id, ok: true, data });
}

test("hello, join, and we are in", async () => {
  const it = visit();
  assert.equal(it.session.state.status, "connecting");
  await it.socket().says(hello());
  assert.deepEqual(it.socket().last("join").data, { version: 1, since: null });
  await it.socket().says({ reply: it.socket().last("join").id, ok: true, data: { snapshot, n: 10, epoch: "e1", you } });
  assert.equal(it.session.state.status, "live");
  assert.deepEqual(it.session.state.room, snapshot);
  assert.deepEqual(it.session.state.you, you);
  assert.equal(it.heard.joins, 1);
});

test("events change the room", async () => {
  const it = await joined();
  await it.socket().says(micEvent(11, "open"));
  assert.equal(it.session.state.room.stage[0].mic, "open");
  assert.equal(it.heard.changes, 1);
});

test("your slot follows your seat", async () => {
  const it = await joined();
  await it.socket().says({ event: "seat_changed", n: 11, data: { slot: 0, seat: null } });
  assert.equal(it.session.state.you.slot, null);
});

test("whether we are captioned is ours to say, and remembered", async () => {
  const it = await joined();
  const answered = it.session.setCaptioned(true);
  const asked = it.socket().last("set_captioned");
  assert.deepEqual(asked.data, { agrees: true });
  assert.equal(it.session.state.you.captions_consent, undefined, "the server has not said yes");
  await it.socket().says({ reply: asked.id, ok: true, data: {} });
  await answered;
  assert.equal(it.session.state.you.captions_consent, true);
  assert.equal(it.heard.changes, 1);
});

test("a choice about captions that the server refuses is not taken for made", async () => {
  const it = await joined();
  const refused = assert.rejects(it.session.setCaptioned(false), { code: "too_fast", text: "Slower." });
  await it.socket().says({ reply: it.socket().last("set_captioned").id, ok: false, code: "too_fast", text: "Slower." });
  await refused;
  assert.equal(it.session.state.you.captions_consent, undefined);
});

test("you may host while you are the host", async () => {
  const it = await joined();
  await it.socket().says({ event: "host_changed", n: 11, data: { host: "2" } });
  assert.equal(it.session.state.you.may_host, false);
  await it.socket().says({ event: "host_changed", n: 12, data: { host: "1" } });
  assert.equal(it.session.state.you.may_host, true);
});

test("an event told twice is taken once", async () => {
  const it = await joined();
  await it.socket().says(micEvent(11, "open"));
  await it.socket().says(micEvent(10, "muted"));
  assert.equal(it.session.state.room.stage[0].mic, "open");
});

test("after a gap we catch up, and keep what comes meanwhile", async () => {
  const it = await joined();
  await it.socket().says(micEvent(12, "muted"));
  assert.deepEqual(it.socket().last("catch_up").data, { n: 10 });
  await it.socket().says({ event: "hand_changed", n: 13, data: { person: alice, raised_at: 5 } });
  assert.equal(it.session.state.room.hands.length, 0, "held until we are level");
  const missed = [micEvent(11, "open"), micEvent(12, "muted")];
  await it.socket().says({ reply: it.socket().last("catch_up").id, ok: true, data: { missed, n: 12, epoch: "e1" } });
  assert.equal(it.session.state.room.stage[0].mic, "muted");
  assert.equal(it.session.state.room.hands.length, 1);
  await it.socket().says(micEvent(14, "open"));
  assert.equal(it.session.state.room.stage[0].mic, "open");
});

test("a gap too old is answered with a snapshot", async () => {
  const it = await joined();
  await it.socket().says(micEvent(600, "open"));
  await it.socket().says({ reply: it.socket().last("catch_up").id, ok: true, data: { snapshot: { ...snapshot, stage: [] }, n: 600, epoch: "e1" } });
  assert.deepEqual(it.session.state.room.stage, []);
});

test("catching up that fails is tried again", async () => {
  const it = await joined();
  await it.socket().says(micEvent(12, "open"));
  await it.socket().says({ reply: it.socket().last("catch_up").id, ok: false, code: "too_fast", text: "" });
  await it.clock.pass(1_000);
  assert.equal(it.socket().commands().filter((name) => name === "catch_up").length, 2);
});

test("commands get their own answers", async () => {
  const it = await joined();
  const react = it.session.command("react", { reaction: "🔥" });
  const refused = assert.rejects(it.session.command("raise_hand"), { code: "stage_full", text: "The stage is full." });
  await it.socket().says({ reply: it.socket().last("raise_hand").id, ok: false, code: "stage_full", text: "The stage is full." });
  await it.socket().says({ reply: it.socket().last("react").id, ok: true, data: { done: 1 } });
  assert.deepEqual(await react, { done: 1 });
  await refused;
});

test("a command without answer fails after ten seconds", async () => {
  const it = await joined();
  const refused = assert.rejects(it.session.command("react"), { code: "no_answer" });
  for (let second = 0; second < 11; second++) {
    await it.socket().says(encode("pulse", { client_ms: 0, server_ms: 0 }));
    await it.clock.pass(1_000);
  }
  await refused;
});

test("commands fail when the connection is lost, and while it is", async () => {
  const it = await joined();
  const refused = assert.rejects(it.session.command("react"), { code: "connection_lost" });
  await it.socket().closes(1_006);
  await refused;
  await assert.rejects(it.session.command("react"), { code: "connection_lost" });
});

test("reactions and faults are passed on and change nothing", async () => {
  const it = await joined();
  const reactions = [{ person: "9", reaction: "💯", count: 3 }];
  await it.socket().says({ event: "people_reacted", data: { reactions } });
  await it.socket().says({ event: "error", data: { code: "muted", text: "You are muted." } });
  assert.deepEqual(it.heard.reactions, reactions);
  assert.deepEqual(it.heard.notices, [{ code: "muted", text: "You are muted." }]);
  assert.deepEqual(it.session.state.room, snapshot);
});

test("the heart beats every second, and its echo tells the round trip", async () => {
  const it = await joined();
  await it.clock.pass(2_000);
  const beats = it.socket().bytes().map(parse);
  assert.equal(beats.length, 3);
  assert.deepEqual(beats[2], { kind: "beat", state: 0, buffer_ms: 40, heard: 3, client_ms: 2_000 });
  await it.clock.pass(80);
  await it.socket().says(encode("pulse", { client_ms: 2_000, server_ms: 1 }));
  assert.equal(it.session.state.rtt_ms, 80);
});

test("sound is passed on", async () => {
  const it = await joined();
  await it.socket().says(encode("relay", { flags: 1, slot: 2, level: 9, seq: 1, ts: 960, packet: Uint8Array.of(0x48, 1) }));
  assert.equal(it.heard.media[0].slot, 2);
});

test("after an outage we come back and take what we missed", async () => {
  const it = await joined();
  await it.socket().closes(1_012);
  assert.equal(it.session.state.status, "reconnecting");
  await it.clock.pass(300);
  assert.equal(it.sockets.length, 2);
  await greet(it, { missed: [micEvent(11, "open")], n: 11, epoch: "e1", you }, hello({ n: 11 }));
  assert.deepEqual(it.socket().last("join").data.since, { epoch: "e1", n: 10 });
  assert.equal(it.session.state.status, "live");
  assert.equal(it.session.state.close, null);
  assert.equal(it.session.state.room.stage[0].mic, "open");
  assert.equal(it.heard.joins, 2);
});

test("that we are back is told before what changed meanwhile", async () => {
  const it = await joined();
  await it.socket().closes(1_012);
  await it.clock.pass(300);
  it.heard.order.length = 0;
  await it.socket().says(hello({ n: 11 }));
  await it.socket().says({ event: "hand_changed", n: 12, data: { person: alice, raised_at: 5 } });
  await it.socket().says({ reply: it.socket().last("join").id, ok: true, data: { missed: [micEvent(11, "muted")], n: 11, epoch: "e1", you } });
  assert.deepEqual(it.heard.order, ["joined", "changed"]);
  assert.equal(it.session.state.room.hands.length, 1);
});

test("another epoch means everything anew", async () => {
  const it = await joined();
  await it.socket().closes(1_012);
  await it.clock.pass(300);
  await greet(it, { snapshot: { ...snapshot, hands: [{ person: alice, raised_at: 1 }] }, n: 2, epoch: "e2", you }, hello({ epoch: "e2", n: 2 }));
  assert.equal(it.socket().last("join").data.since, null);
  await it.socket().says(micEvent(3, "open"));
  assert.equal(it.session.state.room.stage[0].mic, "open");
});

test("eight silent seconds are an outage", async () => {
  const it = await joined();
  await it.clock.pass(7_900);
  assert.equal(it.session.state.status, "live");
  await it.clock.pass(1_200);
  assert.equal(it.session.state.status, "reconnecting");
  assert.ok(it.sockets[0].isClosed);
});

test("a server that answers beats is alive", async () => {
  const it = await joined();
  for (let second = 0; second < 20; second++) {
    await it.clock.pass(1_000);
    await it.socket().says(encode("pulse", { client_ms: 0, server_ms: 0 }));
  }
  assert.equal(it.sockets.length, 1);
});

for (const code of [4408, 4414, 1001, 1006, 1012]) {
  test(`close ${code}: we come back within 0.3 s`, async () => {
    const it = await joined();
    await it.socket().closes(code);
    await it.clock.pass(300);
    assert.equal(it.sockets.length, 2);
  });
}

for (const [code, name] of [[4401, "signed_out"], [4403, "removed"], [4409, "replaced"], [4410, "space_ended"], [4429, "too_fast"]]) {
  test(`close ${code}: ${name}, and we stay away`, async () => {
    const it = await joined();
    await it.socket().closes(code);
    await it.clock.pass(600_000);
    assert.equal(it.sockets.length, 1);
    assert.equal(it.session.state.status, "closed");
    assert.equal(it.session.state.close.name, name);
  });
}

test("a server of other versions only is not pestered", async () => {
  const it = visit();
  await it.socket().says(hello({ versions: [2] }));
  await it.clock.pass(60_000);
  assert.equal(it.sockets.length, 1);
  assert.equal(it.session.state.close.name, "unsupported_version");
});

test("tries follow each other at most 2 s apart for two minutes, then up to 20 s", async () => {
  const it = await joined();
  const opened = [];
  await it.socket().closes(1_006);
  for (let at = 0; at < 300_000; at += 50) {
    const before = it.sockets.length;
    await it.clock.pass(50);
    if (it.sockets.length === before) continue;
    opened.push(at);
    await it.socket().closes(1_006);
  }
  const waits = opened.map((at, i) => at - (opened[i - 1] ?? 0));
  assert.ok(waits.slice(0, 60).every((wait) => wait <= 2_050));
  assert.ok(waits.at(-1) > 19_000 && waits.at(-1) <= 20_050);
});

test("a server that lets us in and drops us at once is tried ever more rarely", async () => {
  const it = await joined();
  for (let visits = 0; visits < 5; visits++) {
    await it.socket().closes(1_006);
    await it.clock.pass(2_000);
    await greet(it, { missed: [], n: 10, epoch: "e1", you });
  }
  await it.socket().closes(1_006);
  await it.clock.pass(1_900);
  assert.equal(it.sockets.length, 6);
});

test("after four tries that failed we knock, and try again only when somebody answers", async () => {
  const it = await joined();
  it.server.answers = false;
  for (let at = 0; at < 60_000; at += 50) {
    if (!it.socket().isClosed) await it.socket().closes(1_006);
    await it.clock.pass(50);
  }
  assert.equal(it.sockets.length, 5);
  assert.ok(it.server.knocks >= 25);
  it.server.answers = true;
  await it.clock.pass(2_000);
  assert.equal(it.sockets.length, 6);
});

test("who leaves while we knock is not brought back", async () => {
  const it = await joined();
  it.server.answers = false;
  for (let tries = 0; tries < 5; tries++) {
    await it.socket().closes(1_006);
    await it.clock.pass(2_000);
  }
  it.server.answers = true;
  it.session.leave();
  await it.clock.pass(30_000);
  assert.equal(it.sockets.length, 5);
});

test("when the network is back we do not wait", async () => {
  const it = await joined();
  await it.socket().closes(1_006);
  it.session.hurry();
  assert.equal(it.sockets.length, 2);
  await it.clock.pass(2_000);
  assert.equal(it.sockets.length, 2, "and the planned try is off");
});

test("a line that may be dead is not waited for when somebody looks", async () => {
  const it = await joined();
  await it.clock.pass(4_900);
  it.session.hurry();
  assert.equal(it.sockets.length, 1);
  await it.clock.pass(200);
  it.session.hurry();
  assert.equal(it.sockets.length, 2);
  assert.ok(it.sockets[0].isClosed);
});

test("a try that leads nowhere is given up after three seconds", async () => {
  const it = await joined();
  await it.socket().closes(1_006);
  it.session.hurry();
  it.socket().readyState = 0;
  await it.clock.pass(3_000);
  assert.equal(it.sockets.length, 2);
  await it.clock.pass(2_000);
  assert.ok(it.sockets[1].isClosed);
  assert.equal(it.sockets.length, 3);
});

test("while we are connected there is nothing to hurry", async () => {
  const it = await joined();
  it.session.hurry();
  assert.equal(it.sockets.length, 1);
});

test("leaving says so, closes, and does not come back", async () => {
  const it = await joined();
  it.session.leave();
  await settled();
  assert.ok(it.sockets[0].commands().includes("leave"));
  assert.ok(it.sockets[0].isClosed);
  await it.clock.pass(60_000);
  assert.equal(it.sockets.length, 1);
});
