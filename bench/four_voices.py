"""Four people speak at the same time: is every line under the right name, how late is it, and does the sound suffer?

    python -m bench.four_voices [seconds] [listeners] [daphne|uvicorn]

The speakers are sockets that send the sample lines at the pace of speech; server, worker and recogniser are those of `manage.py serve`.
A fifth, the host, hums without pause and was never asked about captions, so that a gap between two bundles is never a pause.
"""

import asyncio
import json
import math
import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import Any

from apps.spaces.live import protocol
from apps.spaces.live.draft import QUIETEST_VOICE
from bench.crowd import Crowd, quantile
from bench.site import Site, make_people
from bench.wire import Wire
from tests.live import spoken
from tests.running_site import running_site
from tests.speech.samples import word_errors

# Nobody says what another says: the words tell who said them.
PARTS = (("slt", range(1, 10)), ("rms", range(10, 19)), ("slt", range(19, 28)), ("rms", range(28, 37)))
HOST, SPEAKERS = 0, range(1, 1 + len(PARTS))
PAUSE_SECONDS = 1.0  # between two lines of a speaker
PATIENCE_SECONDS = 15.0  # for the last lines
RECOGNISABLE = 0.5  # of its words may be wrong in a line that is still told from all others


@dataclass
class Said:
    """A line that was spoken to its end."""

    speaker: int
    number: int
    ended_at: float  # when the last packet with voice was sent
    read_at: float | None = None


class Readers(Crowd):
    """A crowd whose first listener reads along."""

    def __init__(self, site: Site) -> None:
        super().__init__(site)
        self.said: list[Said] = []
        self.read: list[tuple[float, dict[str, Any]]] = []
        self.reader: Wire | None = None

    async def speak(self, wire: Wire, speaker: int, seconds: float) -> None:
        """Says the lines of one part over and over, at the pace of speech."""
        loop = asyncio.get_running_loop()
        voice, numbers = PARTS[speaker - 1]
        began, seq, ts = loop.time(), 0, 0
        for number in cycle(numbers):
            voiced_at = loop.time()
            for mic in spoken.talkspurt(voice, number, ts=ts):
                await asyncio.sleep(began + mic.ts / protocol.SAMPLE_RATE - loop.time())
                seq += 1
                wire.write(protocol.mic(mic._replace(seq=seq & 0xFFFF)))
                voiced_at = loop.time() if mic.level < QUIETEST_VOICE else voiced_at
            self.said.append(Said(speaker, number, voiced_at))
            ts = mic.ts + round(PAUSE_SECONDS * protocol.SAMPLE_RATE)
            if loop.time() - began > seconds:
                return

    def _on_message(self, wire: Wire, opcode: int, payload: bytes, now: float) -> None:
        super()._on_message(wire, opcode, payload, now)
        if opcode == 1 and wire is self.reader:
            message = json.loads(payload)
            if message.get("event") == "caption_said":
                self.read.append((now, message["data"]))


async def measure(seconds: float = 120, listeners: int = 50, server: str = "daphne") -> dict[str, float | str]:
    folder = Path(tempfile.mkdtemp(prefix="linnet-bench-"))
    os.environ["DATA_DIR"] = str(folder)
    made = make_people(1 + len(PARTS) + listeners, 1 + len(PARTS))
    with running_site(folder, ASGI_SERVER=server) as running:
        crowd = Readers(Site(running.port, folder, running.process, **made))
        (host, *speakers) = await crowd.join(range(1 + len(PARTS)))
        listening = await crowd.join(range(1 + len(PARTS), 1 + len(PARTS) + listeners))
        crowd.reader = listening[0]
        for wire in speakers:
            wire.write(json.dumps({"command": "set_captioned", "id": "c", "data": {"agrees": True}}).encode(), opcode=1)
        await crowd.open_mics([host, *speakers])
        await crowd.talk([host], 2)
        for wire in listening:
            wire.facts.update(gap=0.0, bundle_at=asyncio.get_running_loop().time())
        voices = [crowd.speak(wire, speaker, seconds) for wire, speaker in zip(speakers, SPEAKERS, strict=True)]
        speaking = asyncio.gather(*voices)
        await crowd.talk([host], seconds)
        gaps = [wire.facts["gap"] for wire in listening]
        await speaking
        await asyncio.sleep(PATIENCE_SECONDS)
        crowd.leave()
    return {"server": server} | _judged(crowd) | {"longest gap of a listener between bundles, ms": 1000 * max(gaps)}


def _judged(crowd: Readers) -> dict[str, float | str]:
    names = {str(crowd.site.people[speaker]): speaker for speaker in SPEAKERS}
    wrong, unrecognisable = 0, 0
    for read_at, line in crowd.read:
        speaker, number, error_rate = _meant_by(line["text"])
        if error_rate > RECOGNISABLE:
            unrecognisable += 1
        elif names.get(line["person"]["id"]) != speaker:
            wrong += 1
        else:
            _tick_off(crowd.said, speaker, number, read_at)
    delays = [said.read_at - said.ended_at for said in crowd.said if said.read_at is not None] or [math.nan]
    return {
        "lines spoken": len(crowd.said),
        "of these read under the right name": len(delays),
        "read under a wrong name": wrong,
        "read, but no line of anybody": unrecognisable,
        "p50 after the last voice, s": quantile(delays, 0.50),
        "p95 after the last voice, s": quantile(delays, 0.95),
        "max, s": max(delays),
    }


def _meant_by(text: str) -> tuple[int, int, float]:
    """Whose line `text` is most like, which one, and how much of it is wrong."""
    return min(_likenesses(text), key=lambda found: found[2])


def _likenesses(text: str) -> Iterator[tuple[int, int, float]]:
    for speaker, (_voice, numbers) in zip(SPEAKERS, PARTS, strict=True):
        for number in numbers:
            meant = spoken.line(number)
            yield speaker, number, word_errors(meant, text) / len(meant.split())


def _tick_off(said: list[Said], speaker: int, number: int, read_at: float) -> None:
    """The last time that line was said before it was read."""
    for line in reversed(said):
        if (line.speaker, line.number, line.read_at) == (speaker, number, None) and line.ended_at < read_at:
            line.read_at = read_at
            return


if __name__ == "__main__":
    arguments = sys.argv[1:]
    found = asyncio.run(measure(*(float(a) for a in arguments[:1]), *(int(a) for a in arguments[1:2]), *arguments[2:]))
    for name, value in found.items():
        print(f"{name:>46}  {value if isinstance(value, str) else round(value, 2)}")
