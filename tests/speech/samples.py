"""The sample lines as the packets that a microphone sends, and how many words of them were understood."""

from pathlib import Path

import av

FOLDER = Path(__file__).resolve().parent.parent / "data" / "speech"
VOICES = ("slt", "rms")
OTHER_LANGUAGES = ("de", "es", "fr", "pl")
LINES = (FOLDER / "lines.txt").read_text().splitlines()

Packet = tuple[int, bytes]  # its start in samples at 48 kHz, 20 ms of Opus


def line(voice: str, number: int) -> list[Packet]:
    """Line `number` (from 1) of lines.txt, spoken by `voice`."""
    return packets(FOLDER / f"{voice}-{number:02}.opus")


def packets(path: Path) -> list[Packet]:
    """What is in an Ogg Opus file."""
    with av.open(str(path)) as file:
        found = [(packet.pts, bytes(packet)) for packet in file.demux(audio=0) if packet.size and packet.pts is not None]
    return [(start - found[0][0], packet) for start, packet in found]


def seconds(said: list[Packet]) -> float:
    return (said[-1][0] + 960) / 48_000


def word_errors(said: str, understood: str) -> int:
    """How many words must be changed, added or taken away to get from `understood` to `said`."""
    ours, theirs = said.split(), understood.split()
    row = list(range(len(theirs) + 1))
    for number, word in enumerate(ours, start=1):
        before, row[0] = row[0], number
        for place, other in enumerate(theirs, start=1):
            before, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, before + (word != other))
    return row[-1]
