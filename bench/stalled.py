"""Fifty of five hundred listeners stop reading their sockets: what does it cost the server, and everybody else?

python -m bench.stalled [daphne|uvicorn] [seconds]
"""

import asyncio
import sys

from apps.spaces.live.protocol import CLOSE_CODES
from bench.crowd import Crowd, quantile
from bench.site import running, take_load_core

LISTENERS, STALLED, VOICES = 500, 50, 4


async def measure(server: str = "daphne", seconds: float = 120) -> dict[str, float | str]:
    with running(server, people=VOICES + LISTENERS, speakers=VOICES) as site:
        take_load_core()
        crowd = Crowd(site)
        speakers = await crowd.join(range(VOICES))
        listening = await crowd.join(range(VOICES, VOICES + LISTENERS))
        await crowd.open_mics(speakers)
        await crowd.talk(speakers, 5)
        rss_before = site.rss_bytes()
        stalled, others = listening[:STALLED], listening[STALLED:]
        for wire in stalled:  # as a hung page does: it reads nothing and says nothing
            wire.transport.pause_reading()
            wire.facts["beating"].cancel()
        for wire in others:
            wire.facts.update(gap=0.0)
        await crowd.talk(speakers, seconds)
        rss_after = site.rss_bytes()
        for wire in stalled:  # read on only now, to see what they were told
            wire.transport.resume_reading()
        await asyncio.sleep(2)
        gaps = [wire.facts["gap"] for wire in others]
        closed = [wire.close_code for wire in stalled]
        kept = sum(wire.close_code is None for wire in others)
        crowd.leave()
    return {
        "server": server,
        "memory, MB more": (rss_after - rss_before) / 1e6,
        "closed as too_slow": sum(code == CLOSE_CODES["too_slow"] for code in closed),
        "closed otherwise": sum(code not in (None, CLOSE_CODES["too_slow"]) for code in closed),
        "others still there": kept,
        "longest gap of the others, p50 ms": 1000 * quantile(gaps, 0.5),
        "longest gap of the others, max ms": 1000 * max(gaps),
    }


if __name__ == "__main__":
    arguments = sys.argv[1:]
    found = asyncio.run(measure(arguments[0] if arguments else "daphne", *(float(a) for a in arguments[1:])))
    for name, value in found.items():
        print(f"{name:>36}  {value if isinstance(value, str) else round(value, 2)}")
