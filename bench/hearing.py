"""What a listener hears against what was spoken, and how quiet a muted microphone is. Two real Chromiums, sound processing on.

python -m bench.hearing [rounds]
"""

import statistics
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

from tests.e2e import speech, stage
from tests.e2e.ears import start_recording, take_recording
from tests.e2e.visitors import Visitor
from tests.running_site import running_site

HEARD_MS = 25_000
MUTED_MS = 10_000
SETTLES_SECONDS = 5  # Chromium's gain control starts some 12 dB too loud and needs seconds to find its level
VOICES = ("slt", "rms")
LINES = range(1, 9)  # half a minute: Chromium plays the file from its start when the microphone opens


def measure(rounds: int = 1) -> dict[str, float]:
    found = [_hear(voice) for _ in range(rounds) for voice in VOICES]
    return {
        "correlation of 20-ms envelopes, median": statistics.median(hearing.settled.correlation for hearing in found),
        "correlation of 20-ms envelopes, least": min(hearing.settled.correlation for hearing in found),
        "seconds compared, least": min(hearing.settled.overlap_seconds for hearing in found),
        "the same with the microphone's first 5 s, least": min(hearing.whole.correlation for hearing in found),
        "loudest while muted, dBFS": max(hearing.muted_dbfs for hearing in found),
    }


@dataclass(frozen=True)
class Hearing:
    whole: speech.Likeness
    settled: speech.Likeness
    muted_dbfs: float


def _hear(voice: str) -> Hearing:
    """Alice speaks with `voice`, Bob listens."""
    folder = Path(tempfile.mkdtemp())
    spoken = speech.talk(voice, LINES)
    wav = speech.write(folder / "alice.wav", spoken)
    with running_site(folder) as site, sync_playwright() as playwright:
        alice = Visitor.arrive(playwright, site.url, "alice", speech=wav)
        bob = Visitor.arrive(playwright, site.url, "bob")
        meet(alice, bob)
        start_recording(bob.page)
        bob.page.wait_for_timeout(MUTED_MS)
        muted = speech.dbfs(take_recording(bob.page))
        open_mic(alice)
        bob.page.wait_for_timeout(HEARD_MS)
        heard = take_recording(bob.page)
        alice.go()
        bob.go()
    settled = heard[SETTLES_SECONDS * speech.RATE :]
    return Hearing(_likeness(heard, spoken), _likeness(settled, spoken), muted)


def _likeness(heard: speech.Sound, spoken: speech.Sound) -> speech.Likeness:
    return speech.likeness(speech.envelope(heard), speech.envelope(spoken), least_seconds=15)


def meet(host: Visitor, guest: Visitor) -> None:
    """Two people in one Space: the first opens it, the second comes in as a listener."""
    for visitor in (host, guest):
        visitor.sign_up()
    host.page.goto("/spaces/new/")
    main = host.page.get_by_role("main")
    main.get_by_label("What do you want to talk about?").fill("A measurement")
    main.get_by_role("button", name="Start").click()
    unmute = host.page.get_by_role("button", name="Unmute your microphone")
    expect(unmute).to_be_visible(timeout=20_000)
    guest.page.goto("/spaces/")
    guest.page.get_by_role("main").locator("[data-enter-space]").first.click()
    stage.go_in(guest.page)
    expect(guest.page.locator("space-sheet").get_by_role("heading", name="A measurement")).to_be_visible(timeout=20_000)


def bring_to_stage(host: Visitor, guest: Visitor) -> None:
    """The guest asks and is let up."""
    guest.page.get_by_role("button", name="Request").click()
    host.page.get_by_role("button", name=f"Bring {guest.handle.title()} to the stage").click()
    expect(guest.page.get_by_role("button", name="Unmute your microphone")).to_be_visible(timeout=20_000)


def open_mic(visitor: Visitor) -> None:
    """Agrees to captions, if asked."""
    stage.unmute(visitor.page)


if __name__ == "__main__":
    for name, value in measure(*(int(a) for a in sys.argv[1:])).items():
        print(f"{name:>48}  {round(value, 3)}")
