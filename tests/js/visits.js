/** A visit to a Space whose server is played by the test. */

import { Session } from "../../static/js/live/session.js";
import { FakeClock, FakeSocket } from "./fakes.js";

export const alice = { id: "1", handle: "alice", name: "Alice", hue: 1 };
const seat = (mic) => ({ slot: 0, person: alice, role: "host", mic, present: true });
export const snapshot = { space: { id: "5", host: "1" }, stage: [seat("muted")], hands: [], audience: { count: 0, hidden: 0, shown: [] } };
export const you = { id: "1", slot: 0, may_host: true };
export const hello = (more = {}) => ({ event: "hello", data: { versions: [1], epoch: "e1", n: 10, beat_ms: 1_000, ...more } });
export const micEvent = (n, mic) => ({ event: "seat_changed", n, data: { slot: 0, seat: seat(mic) } });

export function visit() {
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

export async function joined() {
  const it = visit();
  await greet(it, { snapshot, n: 10, epoch: "e1", you });
  return it;
}

export async function greet(it, data, greeting = hello()) {
  await it.socket().says(greeting);
  await it.socket().says({ reply: it.socket().last("join").id, ok: true, data });
}
