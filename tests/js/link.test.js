/** The line of a visit: outages, tries, and ends that are for good. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { encode } from "../../static/js/live/protocol.js";
import { greet, hello, joined, visit, you } from "./visits.js";

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
