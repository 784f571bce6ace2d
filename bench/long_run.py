"""Two browsers and fifty listeners on sockets for twenty minutes: does memory grow, does sound break, do the clocks drift apart?

    python -m bench.long_run [minutes] [daphne|uvicorn] [listeners]

Alice and Bob sit on one stage and speak words that begin clearly. Memory is that of the web process, fitted by a line from minute 5 on
(from a quarter of a shorter trial). Drift compares how late Alice's words come to Bob in each minute with the first minute after that.
"""

import asyncio
import os
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from playwright.sync_api import Page, sync_playwright

from bench import site as sites
from bench.crowd import Crowd, quantile
from bench.hearing import bring_to_stage, meet, open_mic
from bench.onsets import delay_of, note_onsets, take_onsets, words
from tests.e2e import speech
from tests.e2e.visitors import Visitor
from tests.running_site import Site, running_site

LOOKS_EVERY_SECONDS = 10.0
SETTLES_SECONDS = 300.0  # caches fill, the jitter buffers find their level
_UNDERRUNS = """async () => {
  return (await import(document.querySelector("script[type=module]").src)).sound.state.stats.underruns;
}"""


@dataclass
class Notes:
    """What was seen, by seconds since the beginning."""

    rss: list[tuple[float, int]] = field(default_factory=list)  # bytes
    delays: list[tuple[float, float]] = field(default_factory=list)  # ms, of each word
    unheard: int = 0


def measure(minutes: float = 20, server: str = "daphne", listeners: int = 50) -> dict[str, float | str]:
    folder, seconds = Path(tempfile.mkdtemp()), 60 * minutes
    settled = min(SETTLES_SECONDS, seconds / 4)
    with running_site(folder, ASGI_SERVER=server) as site, sync_playwright() as playwright:
        wav = speech.write(folder / "words.wav", words())
        alice, bob = (Visitor.arrive(playwright, site.url, who, speech=wav, bypass_csp=True) for who in ("alice", "bob"))
        meet(alice, bob)
        bring_to_stage(alice, bob)
        for visitor in (alice, bob):
            open_mic(visitor)
        with listening(site, alice.page, listeners) as crowd:
            notes = watch(crowd.site, alice.page, bob.page, seconds)
            underruns = [visitor.page.evaluate(_UNDERRUNS) for visitor in (alice, bob)]
        alice.go()
        bob.go()
    return {
        "server": server,
        "minutes": minutes,
        "memory at the end, MB": notes.rss[-1][1] / 1e6,
        "memory more, by the fitted line, %": growth([(at, value) for at, value in notes.rss if at >= settled]),
        "underruns in 10 minutes, the worse page": max(underruns) * 10 / minutes,
        "words heard": len(notes.delays),
        "words not heard": notes.unheard,
        "drift of the delay, max ms": drift([(at, value) for at, value in notes.delays if at >= settled]),
        "bundles that reached all the others, %": reached(crowd, listeners),
    }


def watch(server: sites.Site, speaker: Page, hearer: Page, seconds: float) -> Notes:
    """Looks every ten seconds, and matches the words spoken since with those heard."""
    notes, began = Notes(), time.monotonic()
    note_onsets(speaker, "input")
    note_onsets(hearer, "output")
    spoken: list[float] = []
    heard: list[float] = []
    while (at := time.monotonic() - began) < seconds:
        notes.rss.append((at, server.rss_bytes()))
        hearer.wait_for_timeout(1000 * LOOKS_EVERY_SECONDS)
        spoken, heard = spoken + take_onsets(speaker), heard + take_onsets(hearer)
        ripe = [moment for moment in spoken if heard and moment < heard[-1]]
        delays = [delay_of(moment, heard) for moment in ripe]
        notes.delays += [(at, delay) for delay in delays if delay is not None]
        notes.unheard += delays.count(None)
        spoken, heard = spoken[len(ripe) :], heard[-5:]
    return notes


def growth(rss: list[tuple[float, int]]) -> float:
    """How much the line through these points rises from the first to the last, in % of where it begins."""
    times, values = np.array(rss).T
    slope, start = np.polyfit(times - times[0], values, 1)
    return float(100 * slope * (times[-1] - times[0]) / start)


def drift(delays: list[tuple[float, float]]) -> float:
    """How far the median delay of any minute is from that of the first."""
    first = delays[0][0]
    minutes: dict[int, list[float]] = {}
    for at, delay in delays:
        minutes.setdefault(int((at - first) / 60), []).append(delay)
    medians = [quantile(each, 0.5) for each in minutes.values()]
    return max(abs(median - medians[0]) for median in medians)


def reached(crowd: Crowd, listeners: int) -> float:
    receipts = crowd.bundles.receipts.values()
    return 100 * sum(min(count, listeners) for count in receipts) / (listeners * len(receipts))


@contextmanager
def listening(site: Site, host: Page, listeners: int) -> Iterator[Crowd]:
    """A crowd in the Space of this page, on a loop and in a thread of its own."""
    os.environ["DATA_DIR"] = str(site.log.parent)
    made = sites.make_people(listeners, 0)
    made["space_id"] = int(host.evaluate("() => sessionStorage.getItem('linnet.space')"))
    loop, crowd = asyncio.new_event_loop(), Crowd(sites.Site(site.port, site.log.parent, site.children()["web"], **made))
    threading.Thread(target=loop.run_forever, daemon=True).start()
    asyncio.run_coroutine_threadsafe(_join(crowd, listeners), loop).result()
    yield crowd
    asyncio.run_coroutine_threadsafe(_leave(crowd), loop).result()
    loop.call_soon_threadsafe(loop.stop)


async def _join(crowd: Crowd, listeners: int) -> None:
    await crowd.join(range(listeners))
    crowd.bundles.receipts.clear()


async def _leave(crowd: Crowd) -> None:
    crowd.leave()


if __name__ == "__main__":
    arguments = sys.argv[1:]
    found = measure(*(float(a) for a in arguments[:1]), *arguments[1:2], *(int(a) for a in arguments[2:]))
    for name, value in found.items():
        print(f"{name:>40}  {round(value, 2) if isinstance(value, float) else value}")
