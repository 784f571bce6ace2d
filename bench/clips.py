"""How long a recording takes until it can be played, and until its words are known: as a page of who sent it sees it.

    python -m bench.clips [seconds] [rounds]

Counted from the end of the upload, on `manage.py serve` with nothing set. The recordings are the sample lines, spoken by both voices.
"""

import itertools
import json
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import APIRequestContext, sync_playwright

from bench.crowd import quantile
from tests.clips import recordings
from tests.e2e.visitors import Visitor
from tests.running_site import Site, running_site
from tests.speech import samples

LOOK_SECONDS = 0.05
PATIENCE_SECONDS = 300


def measure(seconds: int = 60, rounds: int = 5) -> dict[str, float | str]:
    """Of `rounds` recordings of `seconds`, sent one after the other."""
    with tempfile.TemporaryDirectory() as folder, running_site(Path(folder) / "site") as site:
        found = _rounds(site, spoken(seconds), rounds)
    told: dict[str, float | str] = {"seconds of a recording": seconds, "recordings": rounds}
    for name, delays in zip(("playable", "with its words"), zip(*found, strict=True), strict=True):
        told |= {f"p50 {name}, s": quantile(list(delays), 0.5), f"longest {name}, s": max(delays)}
    return told


def spoken(seconds: int) -> bytes:
    """As much of the sample lines, as a browser records it."""
    sound = recordings.silence(0.5)
    for number in itertools.cycle(range(1, len(samples.LINES) + 1)):
        if len(sound) >= seconds * recordings.RATE:
            return recordings.encoded(sound[: seconds * recordings.RATE], "webm", "libopus", 48_000)
        sound += recordings.spoken("slt" if number % 2 else "rms", number)
    raise AssertionError


def _rounds(site: Site, data: bytes, rounds: int) -> list[tuple[float, float]]:
    with sync_playwright() as playwright:
        alice = Visitor.arrive(playwright, site.url, "alice").join()
        try:
            return [_sent(alice.context.request, data, alice.context.cookies()) for _ in range(rounds)]
        finally:
            alice.go()


def _sent(request: APIRequestContext, data: bytes, cookies: list) -> tuple[float, float]:
    token = next(cookie["value"] for cookie in cookies if "csrf" in cookie["name"])
    file = {"name": "recording.webm", "mimeType": "audio/webm", "buffer": data}
    headers = {"X-CSRFToken": token, "Accept": "application/json"}
    answer = request.post("/clips/", multipart={"clip": file, "language": "en"}, headers=headers)
    began = time.monotonic()
    clip_id = answer.json()["id"]
    playable = _until(request, clip_id, lambda told: told["state"] == "ready") - began
    return playable, _until(request, clip_id, lambda told: told["words"] != "waiting") - began


def _until(request: APIRequestContext, clip_id: str, is_so) -> float:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if is_so(request.get(f"/clips/{clip_id}/").json()):
            return time.monotonic()
        time.sleep(LOOK_SECONDS)
    raise TimeoutError


if __name__ == "__main__":
    print(json.dumps(measure(*map(int, sys.argv[1:])), indent=2))
