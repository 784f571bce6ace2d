/** What a Space looks like: a snapshot, changed by events. Law: snapshot + later events == fresh snapshot. */

import { laterLines, withLine } from "./caption_lines.js";

const SHOWN = 48; // people of the audience that the list names

/**
 * @typedef {{id: string, handle: string, name: string, hue: number, avatar: string}} Person
 * @typedef {{slot: number, person: Person, role: string, mic: string, present: boolean, captioned: boolean}} Seat
 * @typedef {{space: object, stage: Seat[], hands: {person: Person, raised_at: number}[],
 *            invitations: {person: Person, invited_at: number}[], audience: {count: number, hidden: number, shown: Person[]},
 *            captions: {state: string, lines: object[]}}} Room
 */

const CHANGES = {
  host_changed: (room, { host }) => ({ ...room, space: { ...room.space, host } }),
  seat_changed: (room, { slot, seat }) => ({ ...room, stage: changeSeat(room.stage, slot, seat) }),
  hand_changed: (room, hand) => ({ ...room, hands: changeWaiting(room.hands, hand, "raised_at") }),
  invitation_changed: (room, invitation) => ({ ...room, invitations: changeWaiting(room.invitations, invitation, "invited_at") }),
  audience_changed: (room, change) => ({ ...room, audience: changeAudience(room.audience, change) }),
  caption_said: (room, line) => ({ ...room, captions: { ...room.captions, lines: laterLines(withLine(room.captions.lines, line)) } }),
  captions_state_changed: (room, { state }) => ({ ...room, captions: { ...room.captions, state } }),
  space_ended: (room, { url }) => ({ ...room, space: { ...room.space, url } }),
};

/**
 * @param {Room} room left as it is
 * @param {{event: string, data: object}} event one we do not know changes nothing
 * @returns {Room}
 */
export function applyEvent(room, { event, data }) {
  return Object.hasOwn(CHANGES, event) ? CHANGES[event](room, data) : room;
}

/** @param {Room | null} room @param {string} personId @returns {Seat | null} */
export const seatOf = (room, personId) => room?.stage.find(({ person }) => person.id === personId) ?? null;

/** @param {Room | null} room @param {string} personId @returns {object | null} the request to speak */
export const handOf = (room, personId) => room?.hands.find(({ person }) => person.id === personId) ?? null;

/** @param {Room | null} room @returns {Set<number>} the slots whose microphone is open */
export const openSlots = (room) => new Set(room?.stage.filter(({ mic }) => mic === "open").map(({ slot }) => slot));

function changeSeat(stage, slot, seat) {
  const others = stage.filter((other) => other.slot !== slot);
  return seat ? [...others, seat].sort((a, b) => a.slot - b.slot) : others;
}

/** Raised hands, invitations: who has waited longest stands first; null is for one who waits no more. */
function changeWaiting(waiting, changed, since) {
  const others = waiting.filter(({ person }) => person.id !== changed.person.id);
  return changed[since] === null ? others : [...others, changed].sort((a, b) => a[since] - b[since]);
}

function changeAudience({ shown }, { count, hidden, left, joined }) {
  const stayed = shown.filter(({ id }) => !left.includes(id));
  return { count, hidden, shown: [...stayed, ...joined].slice(0, SHOWN) };
}
