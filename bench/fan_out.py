"""Processor time of the server per delivered packet: one voice, two hundred listeners, ours against the plain Channels way.

    python -m bench.fan_out [daphne|uvicorn] [rounds]

Both ways run in turn on the same server and core; the ratio is taken round by round.
"""

import asyncio
import random
import statistics
import sys

from bench.crowd import PACKET_SECONDS, Crowd
from bench.site import running, take_load_core
from bench.wire import Wire, connect

LISTENERS = 200
SECONDS = 10.0
WARM_UP_SECONDS = 2.0


async def ours(server: str) -> float:
    """Microseconds of server CPU per packet delivered to a listener."""
    with running(server, people=LISTENERS + 1, speakers=1) as site:
        crowd = Crowd(site)
        speakers = await crowd.join(range(1))
        await crowd.join(range(1, LISTENERS + 1))
        await crowd.open_mics(speakers)
        await crowd.talk(speakers, WARM_UP_SECONDS)
        await asyncio.sleep(0.5)
        crowd.bundles.expected.clear()
        before = site.cpu_seconds()
        await crowd.talk(speakers, SECONDS)
        await asyncio.sleep(0.5)
        spent = site.cpu_seconds() - before
        crowd.leave()
        got = crowd.bundles.packets()
        delivered = sum(got.get(packet, (0, 0.0))[0] for packet in crowd.bundles.expected)
    return 1e6 * spent / delivered


async def plain(server: str) -> float:
    """The same, the plain way. It may deliver late or drop: only what arrives counts."""
    with running(server, application="bench.plain_channels.application") as site:
        received = 0

        def count(_wire: Wire, _opcode: int, _payload: bytes, _now: float) -> None:
            nonlocal received
            received += 1

        wires = [await connect(site.port, "/plain/", count) for _ in range(LISTENERS)]
        speaker = await connect(site.port, "/plain/", lambda *_: None)
        await _talk_plainly(speaker, WARM_UP_SECONDS)
        await _settle(lambda: received)
        received, before = 0, site.cpu_seconds()
        await _talk_plainly(speaker, SECONDS)
        await _settle(lambda: received)
        spent = site.cpu_seconds() - before
        for wire in [speaker, *wires]:
            wire.transport.abort()
    return 1e6 * spent / received


async def _talk_plainly(wire: Wire, seconds: float) -> None:
    loop = asyncio.get_running_loop()
    start = loop.time()
    for i in range(int(seconds / PACKET_SECONDS)):
        await asyncio.sleep(start + i * PACKET_SECONDS - loop.time())
        wire.write(random.randbytes(69))


async def _settle(count: object) -> None:
    """Waits until nothing more arrives: the plain way runs behind."""
    before = -1
    while before != count():  # type: ignore[operator]
        before = count()  # type: ignore[operator]
        await asyncio.sleep(1.0)


async def measure(server: str = "daphne", rounds: int = 3) -> dict[str, float | str]:
    take_load_core()
    pairs = [(await plain(server), await ours(server)) for _ in range(rounds)]
    return {
        "server": server,
        "plain Channels, µs per delivered packet": statistics.median(a for a, _ in pairs),
        "Linnet, µs per delivered packet": statistics.median(b for _, b in pairs),
        "times less": statistics.median(a / b for a, b in pairs),
        "times less, least of the rounds": min(a / b for a, b in pairs),
    }


if __name__ == "__main__":
    arguments = sys.argv[1:]
    found = asyncio.run(measure(arguments[0] if arguments else "daphne", *(int(a) for a in arguments[1:])))
    for name, value in found.items():
        print(f"{name:>42}  {value if isinstance(value, str) else round(value, 2)}")
