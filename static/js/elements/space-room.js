/* Questions about the state of the engine, asked by many elements. */
import { say } from "./space-words.js";

export function isOnStage(state) {
  return state.you?.slot !== null && state.you?.slot !== undefined;
}

/** Whether you run this Space now. */
export function isMine(state) {
  return Boolean(state.you?.may_host);
}

/** Whether it is over for everybody when you go. Who only stands in for the host may go: somebody else then does. */
export function endsWithYou(state) {
  return isMine(state) && state.room?.space.opened_by.id === state.you.id;
}

export function isYou(state, person) {
  return person?.id === state.you?.id;
}

/** Whether you blocked them: then you neither hear nor read them here, and they do not learn it. */
export function isUnheard(state, person) {
  return Boolean(state.you?.unheard?.includes(person?.id));
}

export function handOf(state, personId) {
  return state.room?.hands.find((hand) => hand.person.id === personId) ?? null;
}

export function invitationOf(state, personId) {
  return state.room?.invitations.find((invitation) => invitation.person.id === personId) ?? null;
}

export function seatOf(state, personId) {
  return state.room?.stage.find((seat) => seat.person.id === personId) ?? null;
}

/** The person with this id, wherever they are in the room; null once they are gone. */
export function personOf(state, personId) {
  const people = [
    ...(state.room?.stage ?? []).map((seat) => seat.person),
    ...(state.room?.hands ?? []).map((hand) => hand.person),
    ...(state.room?.audience.shown ?? []),
    ...(state.room?.invitations ?? []).map((invitation) => invitation.person),
  ];
  return people.find((person) => person.id === personId) ?? null;
}

/** The name of who runs the room, also while they are not to be seen. */
export function hostName(state) {
  return personOf(state, state.room?.space.host)?.name ?? say("the_host");
}

/** How many people are here, those on stage included. */
export function countHere(state) {
  if (!state.room) return 0;
  return state.room.audience.count + state.room.stage.filter((seat) => seat.present).length;
}

/** Listeners with you in front. */
export function listenersOf(state) {
  const shown = state.room?.audience.shown ?? [];
  return [...shown.filter((person) => isYou(state, person)), ...shown.filter((person) => !isYou(state, person))];
}

/** Whether what is said in this Space is turned into words. */
export function canBeCaptioned(state) {
  return ["on", "delayed"].includes(state.room?.captions?.state);
}

/** Whether somebody on stage speaks without captions where there are some. You may still be asked. */
export function isUncaptioned(state, seat) {
  const mayAgree = isYou(state, seat?.person) && consentOf(state) === null;
  return canBeCaptioned(state) && seat?.captioned === false && !mayAgree;
}

/** Whether you agreed that what you say is captioned; null before you were asked. Your seat knows it first. */
export function consentOf(state) {
  const [asked, seat] = [state.you?.captions_consent ?? null, seatOf(state, state.you?.id)];
  return asked === null && !seat?.captioned ? null : (seat?.captioned ?? asked);
}

/** The language of the Space in its own words. */
export function languageOf(state) {
  const code = state.room?.space.language ?? "en";
  return new Intl.DisplayNames([code], { type: "language" }).of(code);
}

/** How your microphone stands: off, asking, open, silent, refused, missing or lost. */
export function micOf(state) {
  return state.mic === "open" && state.micSilent ? "silent" : state.mic;
}
