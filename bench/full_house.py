"""Ten voices talk without pause to a thousand listeners of one process: is every packet delivered, and how late is the last?

python -m bench.full_house [daphne|uvicorn] [seconds] [listeners] [voices]
"""

import asyncio
import sys
import time

from bench.crowd import Crowd, quantile
from bench.site import running, take_load_core


async def measure(
    server: str = "uvicorn", seconds: float = 30, listeners: int = 1000, voices: int = 10
) -> dict[str, float | str]:
    with running(server, people=voices + listeners, speakers=voices) as site:
        take_load_core()
        crowd = Crowd(site)
        speakers = await crowd.join(range(voices))
        await crowd.join(range(voices, voices + listeners))
        await crowd.open_mics(speakers)
        await crowd.talk(speakers, 2)
        await asyncio.sleep(1)
        crowd.bundles.expected.clear()
        server_before, load_before, began = site.cpu_seconds(), time.process_time(), time.monotonic()
        await crowd.talk(speakers, seconds)
        wall = time.monotonic() - began
        server_cpu, load_cpu = site.cpu_seconds() - server_before, time.process_time() - load_before
        await asyncio.sleep(2)
        crowd.leave()
        got = crowd.bundles.packets()
    expected = crowd.bundles.expected
    delivered = sum(min(got.get(packet, (0, 0.0))[0], listeners) for packet in expected)
    lateness = [got[packet][1] - sent for packet, sent in expected.items() if packet in got]
    return {
        "server": server,
        "packets spoken": len(expected),
        "delivered %": 100 * delivered / (len(expected) * listeners),
        "altered": crowd.bundles.altered,
        "p50 to last socket, ms": 1000 * quantile(lateness, 0.50),
        "p99 to last socket, ms": 1000 * quantile(lateness, 0.99),
        "server, % of a core": 100 * server_cpu / wall,
        "load idle, %": 100 - 100 * load_cpu / wall,
    }


if __name__ == "__main__":
    arguments = sys.argv[1:]
    found = asyncio.run(
        measure(arguments[0] if arguments else "uvicorn", *(float(a) for a in arguments[1:2]), *(int(a) for a in arguments[2:]))
    )
    for name, value in found.items():
        print(f"{name:>28}  {value if isinstance(value, str) else round(value, 2)}")
