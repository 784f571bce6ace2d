/** The live protocol, version 1 (docs/live-protocol.md): bytes to objects and back, and the meaning of close codes. */

import { Reader, U16, U32, U8, Writer } from "../lib/bytes.js";
import { END, FRAME_SAMPLES } from "./format.js";

export const VERSION = 1;
export const HIDDEN = 1; // states of a beat
export const NOT_PLAYING = 2;
export const NO_PACKET = new Uint8Array(0);


/** Header fields after byte 0, in wire order. */
const LAYOUTS = {
  mic: { kind: 1, fields: { flags: U8, seq: U16, ts: U32, level: U8 }, carriesPacket: true },
  relay: { kind: 2, fields: { flags: U8, slot: U8, level: U8, seq: U16, ts: U32 }, carriesPacket: true },
  bundle: { kind: 3, fields: { groups: U8, bundle_seq: U32, room_ms: U32 } },
  beat: { kind: 9, fields: { state: U8, buffer_ms: U16, heard: U32, client_ms: U32 } },
  pulse: { kind: 10, fields: { reserved: U8, client_ms: U32, server_ms: U32 } },
};
const GROUP = { slot: U8, flags: U8, level: U8, k: U8, seq0: U16, ts0: U32 };
const NAMES = Object.fromEntries(Object.entries(LAYOUTS).map(([name, { kind }]) => [kind, name]));

const CLOSES = {
  4400: { name: "bad_frame", comesBack: false },
  4401: { name: "signed_out", comesBack: false },
  4403: { name: "removed", comesBack: false },
  4404: { name: "not_found", comesBack: false },
  4406: { name: "unsupported_version", comesBack: false },
  4408: { name: "heartbeat_lost", comesBack: true },
  4409: { name: "replaced", comesBack: false },
  4410: { name: "space_ended", comesBack: false },
  4413: { name: "space_full", comesBack: false },
  4414: { name: "too_slow", comesBack: true },
  4421: { name: "logged_out", comesBack: false },
  4422: { name: "password_changed", comesBack: false },
  4423: { name: "suspended", comesBack: false },
  4424: { name: "account_closed", comesBack: false },
  4429: { name: "too_fast", comesBack: false },
};

/** @param {number} code @returns {{code: number, name: string, comesBack: boolean}} */
export function closeOf(code) {
  return { code, ...(CLOSES[code] ?? { name: "connection_lost", comesBack: true }) };
}

/**
 * @param {"mic" | "relay" | "bundle" | "beat" | "pulse"} kind
 * @param {object} values the fields of that kind, with `packet` or `groups` where it has them
 * @returns {Uint8Array}
 */
export function encode(kind, values) {
  const layout = LAYOUTS[kind];
  const writer = new Writer().number(U8, (VERSION << 4) | layout.kind);
  if (kind === "bundle") return writeGroups(writer, layout, values).finish();
  return writer.fields(layout.fields, values).bytes(values.packet ?? NO_PACKET).finish();
}

function writeGroups(writer, layout, { groups, ...values }) {
  writer.fields(layout.fields, { ...values, groups: groups.length });
  for (const group of groups) {
    writer.fields(GROUP, { ...group, k: group.packets.length });
    for (const packet of group.packets) writer.number(U16, packet.length).bytes(packet);
  }
  return writer;
}

/**
 * @param {ArrayBuffer | Uint8Array} message
 * @returns {object | null} the fields and `kind` as a name; null for a kind we do not know
 * @throws {RangeError} if it is cut short or of another version
 */
export function parse(message) {
  const reader = new Reader(message instanceof Uint8Array ? message : new Uint8Array(message));
  const first = reader.number(U8);
  if (first >> 4 !== VERSION) throw new RangeError("The message is of another version.");
  const kind = NAMES[first & 15];
  return kind ? parseBody(kind, reader) : null;
}

function parseBody(kind, reader) {
  const { reserved, ...fields } = reader.fields(LAYOUTS[kind].fields);
  if (kind === "bundle") return { kind, ...fields, groups: Array.from({ length: fields.groups }, () => parseGroup(reader)) };
  return LAYOUTS[kind].carriesPacket ? { kind, ...fields, packet: reader.bytes() } : { kind, ...fields };
}

function parseGroup(reader) {
  const { k, ...fields } = reader.fields(GROUP);
  return { ...fields, packets: Array.from({ length: k }, () => reader.bytes(reader.number(U16))) };
}

/**
 * Every packet of a RELAY or BUNDLE, each with its own flags, number and clock.
 * @returns {{slot: number, flags: number, level: number, seq: number, ts: number, packet: Uint8Array}[]}
 */
export function packetsIn(message) {
  return message.kind === "relay" ? [message] : message.groups.flatMap(packetsOfGroup);
}

function packetsOfGroup({ slot, flags, level, seq0, ts0, packets }) {
  return packets.map((packet, i) => ({
    slot,
    level,
    packet,
    flags: (i === 0 ? flags & ~END : 0) | (i === packets.length - 1 ? flags & END : 0),
    seq: (seq0 + i) & 0xffff,
    ts: (ts0 + FRAME_SAMPLES * i) >>> 0,
  }));
}
