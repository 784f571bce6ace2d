import { engine } from "../live/engine.js";
import { toast } from "../lib/toast.js";
import { write } from "./space-draw.js";
import { LiveElement } from "./space-live.js";
import { closedByYou } from "./space-mic.js";
import { declinedByYou, pending } from "./space-invitation.js";
import { withdrawnByYou } from "./space-inviting.js";
import { handOf, hostName, isMine, isOnStage, isYou, micOf, personOf } from "./space-room.js";
import { view } from "./space-view.js";
import { say, why } from "./space-words.js";

const PAUSE_MS = 1500; // so that a reader can finish a sentence
const SETTLE_MS = 350;
const MOST = 4; // sentences that wait; older ones are no longer news

const TOLD = ["muted", "not_on_stage"]; // of sound that was under way when you were muted; that is told anyway
const NOT_YOURS = ["too_fast", "replayed"]; // what the network held up and brought all at once

/** Says in words, for those who do not see it, what changed in the room. Never a flood. */
class SpaceHerald extends LiveElement {
  #before; // from the very beginning: who comes back after a reload may be in the room sooner than we compare
  #waiting = [];
  #timer = null;
  #comparing = null;
  #host = null; // as last seen
  #hostIsNews = false; // also when it is the same again: a host who comes back finds another for a moment

  start() {
    this.#before = pictureOf(engine.state);
    this.listen(engine, "notice", ({ detail }) => ![...TOLD, ...NOT_YOURS].includes(detail.code) && toast(why(detail), { kind: "error" }));
  }

  stop() {
    clearTimeout(this.#timer);
    clearTimeout(this.#comparing);
  }

  /** One act of the host is several events; they are one piece of news. */
  render(state) {
    this.#noteHost(state);
    this.#comparing ??= setTimeout(() => this.#compare(engine.state), SETTLE_MS);
  }

  #compare(state) {
    this.#comparing = null;
    const now = pictureOf(state);
    now.hostIsNews = this.#hostIsNews && state.status === "live";
    for (const sentence of news(this.#before, now, state)) this.announce(sentence);
    if (now.hostIsNews) this.announce(hostNews(state));
    this.#hostIsNews = false;
    this.#before = now;
  }

  #noteHost(state) {
    if (state.status !== "live") return;
    const host = { id: state.room.space.host, spaceId: state.spaceId };
    if (this.#host?.spaceId === host.spaceId && this.#host.id !== host.id) this.#hostIsNews = true;
    this.#host = host;
  }

  announce(sentence) {
    this.#waiting = [...this.#waiting, sentence].slice(-MOST);
    if (!this.#timer) this.#next();
  }

  #next() {
    const sentence = this.#waiting.shift();
    write(this, sentence ?? "");
    this.#timer = sentence ? setTimeout(() => this.#next(), PAUSE_MS) : null;
  }
}

function pictureOf(state) {
  return {
    spaceId: state.spaceId,
    status: state.status,
    onStage: isOnStage(state),
    mic: micOf(state),
    hand: Boolean(handOf(state, state.you?.id)),
    stage: new Map((state.room?.stage ?? []).map((seat) => [seat.person.id, seat])),
    hands: new Map((state.room?.hands ?? []).map((hand) => [hand.person.id, hand.person])),
    invitations: new Map((state.room?.invitations ?? []).map((invitation) => [invitation.person.id, invitation.person])),
    hasRoom: Boolean(state.room),
  };
}

function news(before, now, state) {
  if (now.status === "closed") return before.status !== "closed" && state.close?.name === "space_ended" ? [say("dock.ended")] : [];
  const lines = [...lineNews(before, now), ...micNews(before, now, state)];
  if (!before.hasRoom || !now.hasRoom || before.spaceId !== now.spaceId) return now.hasRoom && !before.hasRoom ? [...lines, ...entered(state)] : lines;
  return [...lines, ...placeNews(before, now, state), ...stageNews(before, now, state), ...handNews(before, now, state), ...invitationNews(before, now, state)];
}

function entered(state) {
  const title = state.room.space.title;
  const isInvitedUnseen = pending(state) && view.shape !== "sheet";
  const entrance = say(isOnStage(state) ? "said.entered_stage" : "said.entered", { title });
  return isInvitedUnseen ? [entrance, told("invitation", { name: hostName(state) })] : [entrance];
}

function lineNews(before, now) {
  if (before.status === now.status) return [];
  if (now.status === "reconnecting") return [say("said.away")];
  if (now.status === "live" && before.status === "reconnecting") return [say("said.back")];
  return [];
}

function micNews(before, now, state) {
  if (before.mic === now.mic || !now.onStage) return [];
  const wasOpen = before.mic === "open" || before.mic === "silent";
  const byHost = before.onStage && now.status === "live" && !closedByYou() && !isMine(state);
  if (now.mic === "off" && wasOpen && byHost) return [told("said.muted_by_host")];
  if (now.mic === "off" && wasOpen) return [say("said.muted")];
  if (now.mic === "open" && before.mic !== "silent") return [say("said.heard")];
  if (["refused", "missing", "lost", "silent"].includes(now.mic)) return [say(`trouble.${now.mic}.title`)];
  return [];
}

function placeNews(before, now, state) {
  const isToldAnyway = now.hostIsNews && isMine(state);
  if (before.onStage === now.onStage || isToldAnyway) return [];
  return [told(now.onStage ? "said.on_stage" : "said.off_stage")];
}

function stageNews(before, now, state) {
  const came = [...now.stage.values()].filter((seat) => !before.stage.has(seat.person.id) && seat.role !== "host" && !isYou(state, seat.person));
  return came.length > 2 ? [say("said.many_came", { count: came.length })] : came.map((seat) => say("said.came", { name: seat.person.name }));
}

function handNews(before, now, state) {
  if (!isMine(state)) return before.hand && !now.hand && !now.onStage ? [say("said.hand_down")] : [];
  const asking = [...now.hands.values()].filter((person) => !before.hands.has(person.id));
  return asking.length > 2 ? [say("said.many_ask", { count: asking.length })] : asking.map((person) => say("said.asks", { name: person.name }));
}

function invitationNews(before, now, state) {
  if (!isMine(state)) return yourInvitation(before, now, state);
  const ended = [...before.invitations.values()].filter(({ id }) => !now.invitations.has(id) && !now.stage.has(id));
  return ended.filter((person) => !withdrawnByYou(person)).map(({ name }) => told("said.declined", { name }));
}

/** In the room a dialog shows it; elsewhere the sentence itself must be seen. */
function yourInvitation(before, now, state) {
  const [was, is] = [before, now].map((picture) => picture.invitations.has(state.you?.id));
  if (was === is || now.onStage) return [];
  const name = hostName(state);
  if (is) return [view.shape === "sheet" ? say("invitation", { name }) : told("invitation", { name })];
  return declinedByYou() ? [] : [told("said.withdrawn")];
}

/** That somebody else runs the room concerns everybody. */
function hostNews(state) {
  const { host, opened_by: openedBy } = state.room.space;
  const name = personOf(state, host)?.name ?? openedBy.name;
  const isBack = host === openedBy.id;
  const who = state.you.id === host ? "you" : "other";
  return told(`said.host.${isBack ? "back" : "stands_in"}.${who}`, { name, host: openedBy.name });
}

/** What concerns you is also shown. */
function told(key, values = {}) {
  const sentence = say(key, values);
  toast(sentence, { kind: "info" });
  return sentence;
}

customElements.define("space-herald", SpaceHerald);
