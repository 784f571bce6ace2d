"""The sample lines as a page would send them: Opus packets, each with its level, marked as a talkspurt."""

import math
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np

from apps.spaces.live.protocol import END, FRAME_SAMPLES, START, Mic
from tests.e2e import speech

LINES = (speech.SAMPLES / "lines.txt").read_text().splitlines()


def line(number: int) -> str:
    """The words of line `number`, from 1."""
    return LINES[number - 1]


@cache
def packets(voice: str, number: int) -> tuple[bytes, ...]:
    """The packets of 20 ms of a line; the last one of a file may be shorter and is left out."""
    return tuple(_packets_in_ogg(speech.SAMPLES / f"{voice}-{number:02}.opus"))[2:-1]


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


def _packets_in_ogg(path: Path) -> Iterator[bytes]:
    """RFC 3533: a page's segments of 255 bytes go on in the next; a shorter one ends its packet."""
    data, position, packet = path.read_bytes(), 0, b""
    while position < len(data):
        lengths = data[position + 27 : position + 27 + data[position + 26]]
        position += 27 + len(lengths)
        for length in lengths:
            packet += data[position : position + length]
            position += length
            if length < 255:
                yield packet
                packet = b""


def errors(said: str, meant: str) -> int:
    """How many words were added, left out or mistaken: the distance of Levenshtein, word by word."""
    heard, spoken = said.lower().split(), meant.lower().split()
    row = np.arange(len(spoken) + 1)
    for i, word in enumerate(heard, start=1):
        before, row = row, np.full(len(spoken) + 1, i)
        for j, other in enumerate(spoken, start=1):
            row[j] = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (word != other))
    return int(row[-1])
