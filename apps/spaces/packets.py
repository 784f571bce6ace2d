"""The packets of an utterance as one piece of bytes, in which they wait to be recognised."""

from collections.abc import Iterable
from struct import Struct

_HEAD = Struct(">IH")  # start in samples at 48 kHz, length in bytes


def joined(packets: Iterable[tuple[int, bytes]]) -> bytes:
    return b"".join(_HEAD.pack(at, len(packet)) + packet for at, packet in packets)


def parted(sound: bytes) -> list[tuple[int, bytes]]:
    packets, position = [], 0
    while position < len(sound):
        at, length = _HEAD.unpack_from(sound, position)
        position += _HEAD.size + length
        packets.append((at, sound[position - length : position]))
    return packets
