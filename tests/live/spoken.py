"""The sample lines as a page would send them: Opus packets, each with its level, marked as a talkspurt."""

import math
from collections.abc import Iterator
from functools import cache

from apps.spaces.live.protocol import END, FRAME_SAMPLES, START, Mic
from tests.e2e import speech
from tests.speech import samples


def line(number: int) -> str:
    """The words of line `number`, from 1."""
    return samples.LINES[number - 1]


@cache
def packets(voice: str, number: int) -> tuple[bytes, ...]:
    """The packets of 20 ms of a line; the last one of a file may be shorter and is left out."""
    return tuple(packet for _start, packet in samples.line(voice, number))[:-1]


@cache
def levels(voice: str, number: int) -> tuple[int, ...]:
    """−dBov of every 20 ms of a line."""
    return tuple(_level(rms) for rms in speech.envelope(speech.line(voice, number)))


def _level(rms: float) -> int:
    return min(127, round(-20 * math.log10(rms))) if rms > 1e-6 else 127


def talkspurt(voice: str, number: int, *, ts: int = 0) -> Iterator[Mic]:
    """The frames of a line without their sequence numbers, from START to END, on a sample clock that begins at `ts`."""
    spoken, loud = packets(voice, number), levels(voice, number)
    for i, packet in enumerate(spoken):
        level = loud[min(i, len(loud) - 1)]
        yield Mic(flags=0 if i else START, seq=0, ts=ts + i * FRAME_SAMPLES, level=level, packet=packet)
    yield Mic(flags=END, seq=0, ts=ts + len(spoken) * FRAME_SAMPLES, level=127, packet=b"")
