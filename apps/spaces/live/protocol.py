"""The bytes of docs/live-protocol.md. `static/js/live/protocol.js` is its twin; both are held to the same vectors."""

from collections.abc import Sequence
from struct import Struct
from typing import NamedTuple

from apps.realtime.endings import ENDINGS

VERSION = 1
MIC, RELAY, BUNDLE, BEAT, PULSE = 1, 2, 3, 9, 10
START, END, DISCONT = 1, 2, 16

SAMPLE_RATE = 48_000  # Hz
FRAME_SAMPLES = 960  # 20 ms
LARGEST_PACKET = 1275  # bytes; RFC 6716, section 3.4
MOST_GROUPS = 255  # in a bundle; what its byte counts
SILENCE_LEVEL = 127  # −dBov; RFC 6464

_MIC = Struct(">BBHIB")
_RELAY = Struct(">BBBBHI")
_BUNDLE = Struct(">BBII")
_GROUP = Struct(">BBBBHI")
_LENGTH = Struct(">H")
_BEAT = Struct(">BBHII")
_PULSE = Struct(">BBII")

_FIRST = {kind: VERSION << 4 | kind for kind in (MIC, RELAY, BUNDLE, BEAT, PULSE)}


class BadFrame(Exception):
    """These bytes are not of this protocol."""


class Mic(NamedTuple):
    """A packet from a microphone. `ts` counts samples, `level` is −dBov."""

    flags: int
    seq: int
    ts: int
    level: int
    packet: bytes


class Relay(NamedTuple):
    """A speaker's packet on its way to the others on stage."""

    flags: int
    slot: int
    level: int
    seq: int
    ts: int
    packet: bytes


class Group(NamedTuple):
    """Packets of one seat without a gap: packet i has seq0 + i and ts0 + 960 i."""

    slot: int
    flags: int
    level: int
    seq0: int
    ts0: int
    packets: Sequence[bytes]


class Bundle(NamedTuple):
    """What a listener gets every 60 to 100 ms."""

    bundle_seq: int
    room_ms: int
    groups: Sequence[Group]


class Beat(NamedTuple):
    """A listener's report: `heard` counts the RELAY and BUNDLE messages whose sound was played or passed over."""

    state: int
    buffer_ms: int
    heard: int
    client_ms: int


class Pulse(NamedTuple):
    """The answer to a beat."""

    client_ms: int
    server_ms: int


# ---- what a client sends ---------------------------------------------------------------------------------------------


def parse_from_client(data: bytes) -> Mic | Beat:
    """A microphone packet or a beat. Raises BadFrame for everything else, whatever its bytes."""
    if not data:
        raise BadFrame("empty")
    if data[0] == _FIRST[MIC]:
        return parse_mic(data)
    if data[0] == _FIRST[BEAT]:
        return parse_beat(data)
    raise BadFrame("another version or kind")


def parse_mic(data: bytes) -> Mic:
    """Raises BadFrame unless the packet is one 20-ms mono frame, or empty with END."""
    if len(data) < _MIC.size:
        raise BadFrame("truncated")
    _first, flags, seq, ts, level = _MIC.unpack_from(data)
    packet = data[_MIC.size :]
    if level > SILENCE_LEVEL:
        raise BadFrame("level out of range")
    if bool(flags & END) == bool(packet):
        raise BadFrame("a packet with END, or none without")
    if packet and not (len(packet) <= LARGEST_PACKET and _TOC_ALLOWED[packet[0]]):
        raise BadFrame("not a 20-ms mono Opus packet")
    return Mic(flags, seq, ts, level, packet)


def parse_beat(data: bytes) -> Beat:
    """Raises BadFrame when truncated."""
    return Beat(*_unpack(_BEAT, data)[1:])


def _is_one_mono_frame_of_20_ms(toc: int) -> bool:
    """Opus's first byte: configuration (5 bits), stereo (1), frame count code (2). RFC 6716, section 3.1."""
    configuration, stereo_and_count = toc >> 3, toc & 0b111
    if configuration < 12:  # SILK: 10, 20, 40, 60 ms
        is_20_ms = configuration % 4 == 1
    elif configuration < 16:  # hybrid: 10, 20 ms
        is_20_ms = configuration % 2 == 1
    else:  # CELT: 2.5, 5, 10, 20 ms
        is_20_ms = configuration % 4 == 3
    return is_20_ms and stereo_and_count == 0


_TOC_ALLOWED = [_is_one_mono_frame_of_20_ms(toc) for toc in range(256)]


def mic(frame: Mic) -> bytes:
    return _MIC.pack(_FIRST[MIC], frame.flags, frame.seq, frame.ts, frame.level) + frame.packet


def beat(report: Beat) -> bytes:
    return _BEAT.pack(_FIRST[BEAT], *report)


# ---- what the server sends -------------------------------------------------------------------------------------------


def relay(slot: int, frame: Mic) -> bytes:
    """The frame for the others on stage."""
    return _RELAY.pack(_FIRST[RELAY], frame.flags, slot, frame.level, frame.seq, frame.ts) + frame.packet


def bundle(bundle_seq: int, room_ms: int, groups: Sequence[Group]) -> bytes:
    """What every listener gets, once per tick; counters wrap at 2³²."""
    parts = [_BUNDLE.pack(_FIRST[BUNDLE], len(groups), bundle_seq & 0xFFFFFFFF, room_ms & 0xFFFFFFFF)]
    for group in groups:
        parts.append(_GROUP.pack(group.slot, group.flags, group.level, len(group.packets), group.seq0, group.ts0))
        for packet in group.packets:
            parts += (_LENGTH.pack(len(packet)), packet)
    return b"".join(parts)


def pulse(answer: Pulse) -> bytes:
    return _PULSE.pack(_FIRST[PULSE], 0, answer.client_ms, answer.server_ms & 0xFFFFFFFF)


def parse_relay(data: bytes) -> Relay:
    """Raises BadFrame when truncated."""
    _first, flags, slot, level, seq, ts = _unpack(_RELAY, data)
    return Relay(flags, slot, level, seq, ts, data[_RELAY.size :])


def parse_bundle(data: bytes) -> Bundle:
    """Raises BadFrame when truncated."""
    _first, count, bundle_seq, room_ms = _unpack(_BUNDLE, data)
    groups, at = [], _BUNDLE.size
    for _ in range(count):
        group, at = _parse_group(data, at)
        groups.append(group)
    return Bundle(bundle_seq, room_ms, groups)


def _parse_group(data: bytes, at: int) -> tuple[Group, int]:
    slot, flags, level, k, seq0, ts0 = _unpack(_GROUP, data, at)
    packets, at = [], at + _GROUP.size
    for _ in range(k):
        (length,) = _unpack(_LENGTH, data, at)
        at += _LENGTH.size
        packets.append(data[at : at + length])
        at += length
    if at > len(data):
        raise BadFrame("truncated")
    return Group(slot, flags, level, seq0, ts0, packets), at


def parse_pulse(data: bytes) -> Pulse:
    """Raises BadFrame when truncated."""
    return Pulse(*_unpack(_PULSE, data)[2:])


def _unpack(form: Struct, data: bytes, at: int = 0) -> tuple[int, ...]:
    if len(data) < at + form.size:
        raise BadFrame("truncated")
    return form.unpack_from(data, at)


# ---- how a connection ends -------------------------------------------------------------------------------------------

CLOSE_CODES = {
    "left": 1000,
    "restarting": 1012,
    "bad_frame": 4400,
    **ENDINGS,
    "removed": 4403,
    "not_found": 4404,
    "unsupported_version": 4406,
    "heartbeat_lost": 4408,
    "replaced": 4409,
    "space_ended": 4410,
    "space_full": 4413,
    "too_slow": 4414,
    "too_fast": 4429,
}

REACTIONS = ("💯", "✋", "✊", "✌️", "👋", "👏", "❤️", "😂", "😮", "🎉", "🔥", "👍")
