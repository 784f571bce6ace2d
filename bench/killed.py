"""The server is killed in mid-sentence: how long until everybody hears everybody again?

    python -m bench.killed [trials] [daphne|uvicorn]

Two browsers on one stage, both speaking without pause. The web process gets SIGKILL and `manage.py serve` starts another. Counted from
the moment its port answers again, and from the kill, until the last of the two hears the other.
"""

import random
import signal
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from bench.crowd import quantile
from bench.hearing import bring_to_stage, meet, open_mic
from tests import faults
from tests.e2e import outages, speech
from tests.e2e.visitors import Visitor
from tests.running_site import Site, running_site

STEADY_SECONDS = 10.5  # then page and supervisor take the next outage for the first
LINES = range(1, 9)
SPOKEN_DBFS = -40  # quieter 20 ms are a pause


def measure(trials: int = 20, server: str = "daphne") -> dict[str, float | str]:
    folder = Path(tempfile.mkdtemp())
    with running_site(folder, ASGI_SERVER=server) as site, sync_playwright() as playwright:
        voices = {"alice": "slt", "bob": "rms"}
        alice, bob = (
            Visitor.arrive(playwright, site.url, handle, speech=speech.write(folder / f"{handle}.wav", chatter(voice)))
            for handle, voice in voices.items()
        )
        meet(alice, bob)
        bring_to_stage(alice, bob)
        for visitor in (alice, bob):
            open_mic(visitor)
            outages.watch(visitor.page)
        found = [_kill(site, alice, bob) for _ in range(trials)]
        alice.go()
        bob.go()
    return (
        {"server": server, "trials": trials}
        | _row("port answers → all hear", [b for _, b in found])
        | _row("kill → port answers", [a for a, _ in found])
        | _row("kill → all hear", [a + b for a, b in found])
    )


def chatter(voice: str) -> speech.Sound:
    """The sample lines with their pauses cut out."""
    spoken = speech.talk(voice, LINES, lead_seconds=0, pause_seconds=0)
    window = speech.RATE * speech.WINDOW_MS // 1000
    parts = spoken[: len(spoken) // window * window].reshape(-1, window)
    return parts[speech.envelope(spoken) > 10 ** (SPOKEN_DBFS / 20)].reshape(-1)


def _kill(site: Site, alice: Visitor, bob: Visitor) -> tuple[float, float]:
    """Seconds from the kill until the port answers, and from then until both hear each other."""
    alice.page.wait_for_timeout(1000 * (STEADY_SECONDS + random.random()))
    killed = outages.now_ms()
    faults.kill_child(site, "web", signal.SIGKILL)
    faults.wait_until_answers(site)
    answered = outages.now_ms()
    heard = max(outages.back_at(alice.page, "Bob", killed), outages.back_at(bob.page, "Alice", killed))
    return (answered - killed) / 1000, (heard - answered) / 1000


def _row(what: str, seconds: list[float]) -> dict[str, float]:
    return {f"{what}, p50 s": quantile(seconds, 0.5), f"{what}, max s": max(seconds)}


if __name__ == "__main__":
    arguments = sys.argv[1:]
    for name, value in measure(*(int(a) for a in arguments[:1]), *arguments[1:]).items():
        print(f"{name:>36}  {round(value, 2) if isinstance(value, float) else value}")
