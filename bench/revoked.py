"""How long after `revoke` does a person still get a byte: on a page, in their tab's socket, in a live Space?

    python -m bench.revoked [people]

On PostgreSQL and Redis: two web processes, one with the tabs and the pages, the other with the room, in which one person speaks without
pause; a third process revokes one person after the other. Their page is asked for again and again; what counts is the end of the last
answer that was theirs. Clocks are the machine's monotonic one.
"""

import asyncio
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from os import environ
from unittest import mock

from apps.realtime.endings import ENDINGS
from bench.crowd import Crowd, quantile
from bench.site import Site, _free_port, _start, _wait_for, make_people, take_load_core
from bench.wire import Wire, connect
from tests.__main__ import production
from tests.together import eventually

PAGE = "/settings/profile/"
SETTLE_SECONDS = 2.0  # after the last revocation


@contextmanager
def two_processes(people: int) -> Iterator[tuple[Site, Site]]:
    """The same site twice: where tabs and pages are, and where the room is."""
    with tempfile.TemporaryDirectory(prefix="linnet-bench-") as folder, production() as servers, mock.patch.dict(environ):
        environ.update(servers, DATA_DIR=folder)
        made = make_people(people, 1)
        ports = _free_port(), _free_port()
        processes = [_start("daphne", "spaces_project.asgi.application", port) for port in ports]
        try:
            for port, process in zip(ports, processes, strict=True):
                _wait_for(port, process)
            site = Site(ports[0], folder, processes[0].pid, **made)  # type: ignore[arg-type]
            yield site, replace(site, port=ports[1], pid=processes[1].pid)
        finally:
            for process in processes:
                process.terminate()
            for process in processes:
                process.wait(10)


class Reader:
    """Somebody who asks for a page again and again, over one connection."""

    def __init__(self, site: Site, person: int) -> None:
        self.last_at = 0.0
        self._site, self._session = site, site.sessions[person]

    async def read(self) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self._site.port)
        ask = f"GET {PAGE} HTTP/1.1\r\nHost: localhost\r\nCookie: sessionid={self._session}\r\n\r\n".encode()
        try:
            while True:
                writer.write(ask)
                head = await reader.readuntil(b"\r\n\r\n")
                fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:] if b": " in line)
                await reader.readexactly(int(fields[b"content-length"]))
                if head.split()[1] != b"200":
                    return
                self.last_at = time.monotonic()
                await asyncio.sleep(0.005)
        finally:
            writer.close()


async def measure(people: int = 100) -> dict[str, float]:
    with two_processes(people + 2) as (web, live):
        take_load_core()
        revoker = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bench.revoker", stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert revoker.stdin
        assert revoker.stdout
        assert await revoker.stdout.readline() == b"ready\n"
        crowd = Crowd(live)
        speaker, *_others = await crowd.join(range(1))
        listening = await crowd.join(range(1, people + 1))
        await crowd.open_mics([speaker])
        talking = asyncio.ensure_future(crowd.talk([speaker], 10_000))
        tabs = [await connect(web.port, "/live/tab/", _ignore, session=web.sessions[i]) for i in range(1, people + 1)]
        found: dict[str, list[float]] = {"revoke itself": [], "page": [], "tab": [], "room": []}
        for i, (ear, tab) in enumerate(zip(listening, tabs, strict=True), start=1):
            page = Reader(web, i)
            reading = asyncio.ensure_future(page.read())
            await asyncio.sleep(0.15)
            revoker.stdin.write(f"{web.people[i]}\n".encode())
            called, returned = map(float, (await revoker.stdout.readline()).split())
            await asyncio.wait_for(reading, 10)
            await _closed(ear, tab)
            found["revoke itself"].append(returned - called)
            found["page"].append(page.last_at - called)
            for name, wire in (("tab", tab), ("room", ear)):
                assert wire.close_code == ENDINGS["logged_out"], wire.close_code
                found[name].append(wire.closed_at - called)  # type: ignore[operator]
        talking.cancel()
        crowd.leave()
        revoker.stdin.close()
        await revoker.wait()
    last = [max(all_of_one) for all_of_one in zip(*found.values(), strict=True)]
    return {
        f"{what}, {name} ms": 1000 * quantile(values, q)
        for what, values in {"last byte anywhere": last, **found}.items()
        for name, q in (("p50", 0.5), ("p99", 0.99))
    }


async def _closed(*wires: Wire) -> None:
    await eventually(lambda: all(wire.closed_at is not None for wire in wires))


def _ignore(wire: Wire, opcode: int, payload: bytes, now: float) -> None:
    json.loads(payload)


if __name__ == "__main__":
    for name, value in asyncio.run(measure(*(int(a) for a in sys.argv[1:2]))).items():
        print(f"{name:>36}  {value:.1f}")
