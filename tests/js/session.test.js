import assert from "node:assert/strict";
import { test } from "node:test";
import { encode, parse } from "../../static/js/live/protocol.js";
import { settled } from "./fakes.js";
import { alice, greet, hello, joined, micEvent, snapshot, visit, you } from "./visits.js";

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

test("leaving says so, closes, and does not come back", async () => {
  const it = await joined();
  it.session.leave();
  await settled();
  assert.ok(it.sockets[0].commands().includes("leave"));
  assert.ok(it.sockets[0].isClosed);
  await it.clock.pass(60_000);
  assert.equal(it.sockets.length, 1);
});
