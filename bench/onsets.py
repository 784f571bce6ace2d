"""From the moment a word enters the capture worklet to the moment it leaves the playback worklet of another browser.

    python -m bench.onsets [onsets] [daphne|uvicorn]

Both browsers run on this machine and share its clock. A tap beside each worklet notes when sound begins after silence, in the
same render quantum as the worklet it sits beside.
"""

import sys
import tempfile
from pathlib import Path

import numpy as np
from playwright.sync_api import Page, sync_playwright

from bench.crowd import quantile
from bench.hearing import bring_to_stage, meet, open_mic
from tests.e2e import speech
from tests.e2e.visitors import Visitor
from tests.running_site import running_site

WORD_SECONDS, PAUSE_SECONDS = 0.5, 0.7
SETTLES_MS = 8_000  # the browser's gain control and our jitter buffer find their level
LATEST_SECONDS = 1.5  # a word that is later than this counts as lost

_TAP = """async (which) => {
  const { sound: engine } = await import(document.querySelector("script[type=module]").src);
  const node = engine[which];
  const code = `registerProcessor("onset-tap", class extends AudioWorkletProcessor {
    quiet = 0;
    process([[samples]]) {
      if (!samples) return true;
      let peak = 0;
      let first = -1;
      for (let i = 0; i < samples.length; i++) {
        const size = Math.abs(samples[i]);
        if (size > peak) peak = size;
        if (first < 0 && size > 0.02) first = i;
      }
      if (first >= 0 && this.quiet > 0.3 * sampleRate) this.port.postMessage(Date.now() + (1000 * first) / sampleRate);
      this.quiet = peak > 0.02 ? 0 : this.quiet + samples.length;
      return true;
    }
  })`;
  const context = node.context;
  await context.audioWorklet.addModule(URL.createObjectURL(new Blob([code], { type: "text/javascript" })));
  const tap = new AudioWorkletNode(context, "onset-tap");
  globalThis.onsets = [];
  tap.port.onmessage = ({ data }) => globalThis.onsets.push(data);
  node.connect(tap);
  tap.connect(context.destination);
}"""


def words() -> speech.Sound:
    """The beginnings of the sample lines, each without its lead of silence and followed by a pause."""
    parts = []
    for number in range(1, 9):
        line = speech.line("slt", number)
        start = int(np.argmax(np.abs(line) > 0.05))
        parts += [line[start : start + round(WORD_SECONDS * speech.RATE)], speech.silence(PAUSE_SECONDS)]
    return np.concatenate(parts)


def measure(onsets: int = 110, server: str = "daphne") -> dict[str, float | str]:
    folder = Path(tempfile.mkdtemp())
    wav = speech.write(folder / "words.wav", words())
    with running_site(folder, ASGI_SERVER=server) as site, sync_playwright() as playwright:
        alice = Visitor.arrive(playwright, site.url, "alice", speech=wav, bypass_csp=True)
        bob = Visitor.arrive(playwright, site.url, "bob", bypass_csp=True)
        meet(alice, bob)
        open_mic(alice)
        note_onsets(alice.page, "input")
        note_onsets(bob.page, "output")
        listening = _delays(alice.page, bob.page, onsets)
        bring_to_stage(alice, bob)
        on_stage = _delays(alice.page, bob.page, onsets)
        alice.go()
        bob.go()
    return {"server": server} | _row("speaker → listener", *listening) | _row("speaker → speaker", *on_stage)


def _delays(speaker: Page, hearer: Page, onsets: int) -> tuple[list[float], int]:
    """Milliseconds from in to out of each word, and how many words there were."""
    hearer.wait_for_timeout(SETTLES_MS)
    take_onsets(speaker), take_onsets(hearer)
    hearer.wait_for_timeout(1000 * onsets * (WORD_SECONDS + PAUSE_SECONDS))
    spoken, heard = take_onsets(speaker), take_onsets(hearer)
    spoken = [at for at in spoken if at < max(heard)]
    found = [delay_of(at, heard) for at in spoken]
    return [delay for delay in found if delay is not None], len(spoken)


def note_onsets(page: Page, which: str) -> None:
    """From now on the page notes when words begin, at the "input" of its microphone or the "output" of the room's sound."""
    page.evaluate(_TAP, which)


def take_onsets(page: Page) -> list[float]:
    """Their moments since this was last asked, in ms."""
    onsets: list[float] = page.evaluate("() => globalThis.onsets.splice(0)")
    return onsets


def delay_of(at: float, heard: list[float]) -> float | None:
    """How much later a word was heard, if it was."""
    return next((out - at for out in heard if 0 < out - at < 1000 * LATEST_SECONDS), None)


def _row(way: str, delays: list[float], spoken: int) -> dict[str, float | str]:
    return {
        f"{way}, onsets": spoken,
        f"{way}, not heard": spoken - len(delays),
        f"{way}, p50 ms": quantile(delays, 0.5),
        f"{way}, p95 ms": quantile(delays, 0.95),
    }


if __name__ == "__main__":
    arguments = sys.argv[1:]
    for name, value in measure(*(int(a) for a in arguments[:1]), *arguments[1:]).items():
        print(f"{name:>32}  {value if isinstance(value, str) else round(value)}")
