/**
 * The worker that owns the connection and the codecs, so that a busy page never touches sound.
 * Speaks with the page in pairs `[name, value]`; with the worklets over ports of their own.
 */

import { systemClock } from "../lib/clock.js";
import { knock } from "../lib/knock.js";
import { VoiceDecoder } from "./decoder.js";
import { Downlink } from "./downlink.js";
import { canEncode, VoiceEncoder } from "./encoder.js";
import { LISTENING, ON_STAGE } from "./jitter.js";
import { MicSeat } from "./mic_seat.js";
import { HIDDEN } from "./protocol.js";
import { openSlots } from "./room_state.js";
import { Session } from "./session.js";
import { Uplink } from "./uplink.js";

const GOODBYE_MS = 1_000; // a worker that closes takes its unsent messages with it

let session = null;
let playback = null; // MessagePort
let isHidden = false;
let seat = null; // ours, as last seen
let openings = 0; // of the microphone by the page, closings counted too

const tell = (name, value) => self.postMessage([name, value]);

const downlink = new Downlink({
  makeDecoder: (deliver) => new VoiceDecoder(deliver),
  play: (packet) => playback.postMessage({ packet }, packet.sound ? [packet.sound.buffer] : []),
  now: systemClock.now,
});

const uplink = new Uplink({
  makeEncoder: (deliver) => new VoiceEncoder(deliver),
  line: { send: (bytes) => session.sendBytes(bytes), waitingBytes: () => session.waitingBytes },
});

const micSeat = new MicSeat((open, again = false) => session.command("set_mic", { open, again }), {
  granted: () => uplink.start(),
  closed: () => closeByRoom(),
});

const listener = {
  changed: () => notice(session.seat),
  joined: () => rejoin(session.seat),
  media: (message) => downlink.hear(message),
  reacted: (reactions) => tell("reactions", reactions),
  noticed: (fault) => tell("notice", fault),
  beating: () => beat(),
};

function closeByRoom() {
  uplink.stop();
  tell("mic_closed");
}

function notice(newSeat) {
  if (session.state.status !== "live") uplink.stop();
  micSeat.seatChanged(seat, newSeat);
  show(newSeat);
}

function rejoin(newSeat) {
  downlink.restart();
  micSeat.rejoin(newSeat);
  show(newSeat);
}

function show(newSeat) {
  seat = newSeat;
  downlink.silenceAllBut(openSlots(session.state.room));
  playback.postMessage({ range: seat ? ON_STAGE : LISTENING });
  const { rtt_ms, ...state } = session.state;
  tell("state", state);
}

function beat() {
  uplink.flush();
  const { state, ...progress } = downlink.progress;
  tell("stats", { rtt_ms: session.state.rtt_ms, bufferMs: progress.buffer_ms, underruns: downlink.report.underruns });
  return { ...progress, state: state | (isHidden ? HIDDEN : 0) };
}

async function openMic(from) {
  const opening = ++openings;
  const canSpeak = await canEncode();
  if (opening !== openings) return; // closed, or opened anew, while the codec was asked
  if (!canSpeak) throw Object.assign(new Error(), { code: "unsupported", text: "This browser cannot send sound." });
  from.onmessage = ({ data }) => uplink.hear(data);
  await micSeat.open();
}

/** Answers the page's question `id` with what comes of `work`. */
async function answer(id, work) {
  try {
    tell("answer", { id, ok: true, data: await work() });
  } catch ({ code, text, message }) {
    tell("answer", { id, ok: false, code: text === undefined ? "failed" : code, text: text ?? message });
  }
}

const doors = {
  join({ url, playbackPort, how }) {
    playback = playbackPort;
    playback.onmessage = ({ data }) => downlink.note(data);
    const world = { openSocket: () => new WebSocket(url), knock: () => knock(url), clock: systemClock, random: Math.random };
    session = new Session(world, listener);
    session.start(how);
  },
  command: ({ id, name, data }) => answer(id, () => session.command(name, data)),
  set_captioned: ({ id, agrees }) => answer(id, () => session.setCaptioned(agrees)),
  open_mic: ({ id, from }) => answer(id, () => openMic(from)),
  close_mic() {
    openings++;
    uplink.finish();
    micSeat.close();
  },
  show: (isShown) => {
    isHidden = !isShown;
    if (isShown) session?.hurry();
  },
  hurry: () => session?.hurry(),
  leave() {
    session?.leave();
    systemClock.after(GOODBYE_MS, () => self.close());
  },
};

self.onmessage = ({ data: [name, value] }) => doors[name](value);
