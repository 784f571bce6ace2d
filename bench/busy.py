"""A full house while Home is loaded twice a second and one request thread is busy all the time: does anybody's sound break?

python -m bench.busy [daphne|uvicorn] [seconds] [listeners] [voices]
"""

import asyncio
import sys

from bench.crowd import Crowd, quantile
from bench.site import Site, running, take_load_core

PAGES_PER_SECOND = 2


async def measure(
    server: str = "uvicorn", seconds: float = 30, listeners: int = 1000, voices: int = 10
) -> dict[str, float | str]:
    application = "bench.busy_site.application"
    with running(server, people=voices + listeners, speakers=voices, application=application) as site:
        take_load_core()
        crowd = Crowd(site)
        speakers = await crowd.join(range(voices))
        listening = await crowd.join(range(voices, voices + listeners))
        await crowd.open_mics(speakers)
        await crowd.talk(speakers, 2)
        calm = await _longest_gaps(crowd, speakers, listening, seconds / 2)
        burning = asyncio.ensure_future(_get(site, f"/bench/burn/?{seconds + 5}"))
        visiting = asyncio.ensure_future(_visit(site, seconds))
        await asyncio.sleep(1)
        busy = await _longest_gaps(crowd, speakers, listening, seconds)
        pages = await visiting
        burning.cancel()
        crowd.leave()
    return {
        "server": server,
        "Home loaded, times": pages,
        "longest gap without that, max ms": 1000 * max(calm),
        "longest gap of a listener, p50 ms": 1000 * quantile(busy, 0.5),
        "longest gap of a listener, max ms": 1000 * max(busy),
    }


async def _longest_gaps(crowd: Crowd, speakers: list, listening: list, seconds: float) -> list[float]:
    now = asyncio.get_running_loop().time()
    for wire in listening:
        wire.facts.update(gap=0.0, bundle_at=now)
    await crowd.talk(speakers, seconds)
    return [wire.facts["gap"] for wire in listening]


async def _visit(site: Site, seconds: float) -> int:
    loads = 0
    for _ in range(int(seconds * PAGES_PER_SECOND)):
        began = asyncio.get_running_loop().time()
        head = await _get(site, "/", session=site.sessions[0])
        loads += b" 200 " in head[:20]
        await asyncio.sleep(max(0.0, 1 / PAGES_PER_SECOND - (asyncio.get_running_loop().time() - began)))
    return loads


async def _get(site: Site, path: str, session: str = "") -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", site.port)
    cookie = f"Cookie: sessionid={session}\r\n" if session else ""
    writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{site.port}\r\n{cookie}Connection: close\r\n\r\n".encode())
    answer = await reader.read()
    writer.close()
    return answer


if __name__ == "__main__":
    arguments = sys.argv[1:]
    found = asyncio.run(
        measure(arguments[0] if arguments else "uvicorn", *(float(a) for a in arguments[1:2]), *(int(a) for a in arguments[2:]))
    )
    for name, value in found.items():
        print(f"{name:>36}  {value if isinstance(value, str) else round(value, 1)}")
