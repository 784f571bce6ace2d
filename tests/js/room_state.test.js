import assert from "node:assert/strict";
import { test } from "node:test";
import { applyEvent, seatOf } from "../../static/js/live/room_state.js";

const person = (id) => ({ id, handle: `p${id}`, name: `P ${id}`, hue: 3 });
const seat = (slot, id, more = {}) => ({ slot, person: person(id), role: "speaker", mic: "muted", present: true, captioned: true, ...more });
const line = (id, began_ms, text = "the tide is turning") => ({ id: String(id), person: person("7"), began_ms, ended_ms: began_ms + 900, text });
const room = (more = {}) => ({
  space: { id: "5", title: "Birds", host: "1", started_at: 1, url: "/spaces/5/", language: "en" },
  stage: [seat(0, "1", { role: "host" })],
  hands: [],
  invitations: [],
  audience: { count: 2, hidden: 0, shown: [person("7"), person("9")] },
  captions: { state: "on", lines: [] },
  ...more,
});

/** The law: a snapshot and the events after it are the fresh snapshot. */
function law(name, before, events, after) {
  test(name, () => assert.deepEqual(events.reduce(applyEvent, room(before)), room(after)));
}

const event = (name, data) => ({ event: name, n: 1, data });

law("someone takes a seat between two others",
  { stage: [seat(0, "1"), seat(4, "4")] },
  [event("seat_changed", { slot: 2, seat: seat(2, "7") })],
  { stage: [seat(0, "1"), seat(2, "7"), seat(4, "4")] });

law("a seat changes and keeps its place",
  { stage: [seat(0, "1"), seat(4, "4")] },
  [event("seat_changed", { slot: 0, seat: seat(0, "1", { mic: "open" }) })],
  { stage: [seat(0, "1", { mic: "open" }), seat(4, "4")] });

law("somebody else hosts",
  {},
  [event("host_changed", { host: "9" })],
  { space: { ...room().space, host: "9" } });

law("a seat becomes free",
  { stage: [seat(0, "1"), seat(4, "4")] },
  [event("seat_changed", { slot: 4, seat: null })],
  { stage: [seat(0, "1")] });

law("slots beyond nine stand in order of number",
  { stage: [seat(2, "2")] },
  [event("seat_changed", { slot: 11, seat: seat(11, "3") }), event("seat_changed", { slot: 1, seat: seat(1, "4") })],
  { stage: [seat(1, "4"), seat(2, "2"), seat(11, "3")] });

law("hands stand in order of time",
  { hands: [{ person: person("7"), raised_at: 200 }] },
  [event("hand_changed", { person: person("9"), raised_at: 100 })],
  { hands: [{ person: person("9"), raised_at: 100 }, { person: person("7"), raised_at: 200 }] });

law("a hand raised again moves to the end",
  { hands: [{ person: person("7"), raised_at: 200 }, { person: person("9"), raised_at: 300 }] },
  [event("hand_changed", { person: person("7"), raised_at: 400 })],
  { hands: [{ person: person("9"), raised_at: 300 }, { person: person("7"), raised_at: 400 }] });

law("a hand goes down",
  { hands: [{ person: person("7"), raised_at: 200 }] },
  [event("hand_changed", { person: person("7"), raised_at: null })],
  {});

law("invitations stand in order of time, and end with an answer",
  { invitations: [{ person: person("7"), invited_at: 200 }] },
  [
    event("invitation_changed", { person: person("9"), invited_at: 300 }),
    event("invitation_changed", { person: person("11"), invited_at: 100 }),
    event("invitation_changed", { person: person("7"), invited_at: null }),
  ],
  { invitations: [{ person: person("11"), invited_at: 100 }, { person: person("9"), invited_at: 300 }] });

law("an invited listener comes to the stage",
  { invitations: [{ person: person("7"), invited_at: 200 }] },
  [
    event("invitation_changed", { person: person("7"), invited_at: null }),
    event("seat_changed", { slot: 1, seat: seat(1, "7") }),
  ],
  { stage: [seat(0, "1", { role: "host" }), seat(1, "7")] });

law("listeners come and go",
  {},
  [event("audience_changed", { count: 3, hidden: 1, left: ["7"], joined: [person("11"), person("12")] })],
  { audience: { count: 3, hidden: 1, shown: [person("9"), person("11"), person("12")] } });

law("the list of listeners stops at 48",
  {},
  [event("audience_changed", { count: 62, hidden: 0, left: [], joined: Array.from({ length: 60 }, (_, i) => person(String(100 + i))) })],
  { audience: { count: 62, hidden: 0, shown: [person("7"), person("9"), ...Array.from({ length: 46 }, (_, i) => person(String(100 + i)))] } });

law("a listener with a raised hand comes to the stage",
  { hands: [{ person: person("7"), raised_at: 200 }] },
  [
    event("hand_changed", { person: person("7"), raised_at: null }),
    event("seat_changed", { slot: 1, seat: seat(1, "7") }),
    event("audience_changed", { count: 1, hidden: 0, left: ["7"], joined: [] }),
  ],
  { stage: [seat(0, "1", { role: "host" }), seat(1, "7")], audience: { count: 1, hidden: 0, shown: [person("9")] } });

law("somebody refuses captions of their voice",
  {},
  [event("seat_changed", { slot: 0, seat: seat(0, "1", { role: "host", captioned: false }) })],
  { stage: [seat(0, "1", { role: "host", captioned: false })] });

law("lines are said one after the other",
  { captions: { state: "on", lines: [line(1, 1_000)] } },
  [event("caption_said", line(2, 2_000)), event("caption_said", line(3, 3_000))],
  { captions: { state: "on", lines: [line(1, 1_000), line(2, 2_000), line(3, 3_000)] } });

law("a line that was long in the making stands where it was spoken",
  { captions: { state: "on", lines: [line(1, 1_000), line(3, 3_000)] } },
  [event("caption_said", line(2, 2_000))],
  { captions: { state: "on", lines: [line(1, 1_000), line(2, 2_000), line(3, 3_000)] } });

law("of many lines the last fifty stay",
  {},
  Array.from({ length: 60 }, (_, i) => event("caption_said", line(100 + i, 1_000 * i))),
  { captions: { state: "on", lines: Array.from({ length: 50 }, (_, i) => line(110 + i, 1_000 * (10 + i))) } });

law("captions fall behind, and what was said stays",
  { captions: { state: "on", lines: [line(1, 1_000)] } },
  [event("captions_state_changed", { state: "delayed" })],
  { captions: { state: "delayed", lines: [line(1, 1_000)] } });

law("what does not last changes nothing",
  {},
  [event("people_reacted", { reactions: [{ person: "9", reaction: "💯", count: 3 }] }), event("constructor", {}), event("invented_later", {})],
  {});

test("the state before an event is left as it was", () => {
  const before = room();
  applyEvent(before, event("seat_changed", { slot: 0, seat: null }));
  assert.deepEqual(before, room());
});

test("a person's seat is found", () => {
  assert.equal(seatOf(room(), "1").slot, 0);
  assert.equal(seatOf(room(), "7"), null);
  assert.equal(seatOf(null, "7"), null);
});
