"""How many words of the sample lines reach a reader, and how late: browser → recogniser → browser, captions as people see them.

    python -m bench.captions [lines] [daphne|uvicorn]

A tap beside the speaker's capture worklet notes when a voice has ended, to the render quantum; the reader's page notes when a line
stands in its document. Both browsers run on this machine and share its clock.
"""

import re
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

from bench.crowd import quantile
from bench.hearing import meet
from tests.e2e import speech
from tests.e2e.visitors import Visitor
from tests.live import spoken
from tests.running_site import running_site
from tests.speech import samples

VOICES = ("slt", "rms")
LEAD_SECONDS, PAUSE_SECONDS = 1.0, 1.5  # the pause parts two lines; within none of them is half of it
PATIENCE_MS = 15_000  # for the last line
NEAR = 3  # a line is read before the line three after it is

_NOTE_ENDS = """async () => {
  const { sound: engine } = await import(document.querySelector("script[type=module]").src);
  const node = engine.input;
  const code = `registerProcessor("end-tap", class extends AudioWorkletProcessor {
    voice = 0;
    quiet = 0;
    process([[samples]]) {
      let last = -1;
      if (samples) for (let i = 0; i < samples.length; i++) if (Math.abs(samples[i]) > 0.01) last = i;
      if (last >= 0) {
        this.quiet = 0;
        this.voice++;
        this.endedAt = Date.now() + (1000 * last) / sampleRate;
      } else if (samples) this.quiet += samples.length;
      if (this.quiet > 0.6 * sampleRate && this.voice > 0.3 * sampleRate / 128) this.port.postMessage(this.endedAt);
      if (this.quiet > 0.6 * sampleRate) this.voice = 0;
      return true;
    }
  })`;
  const context = node.context;
  await context.audioWorklet.addModule(URL.createObjectURL(new Blob([code], { type: "text/javascript" })));
  const tap = new AudioWorkletNode(context, "end-tap");
  globalThis.ends = [];
  tap.port.onmessage = ({ data }) => globalThis.ends.push(data);
  node.connect(tap);
  tap.connect(context.destination);
}"""

_NOTE_LINES = """() => {
  const known = new WeakSet();
  globalThis.lines = [];
  const look = () => {
    for (const line of document.querySelectorAll("space-captions .turn__line")) {
      if (!line.textContent || known.has(line)) continue;
      known.add(line);
      globalThis.lines.push([Date.now(), line.closest(".turn").querySelector("[data-name]").textContent, line.textContent]);
    }
  };
  new MutationObserver(look).observe(document.querySelector("space-captions"), { childList: true, characterData: true, subtree: true });
}"""


@dataclass(frozen=True)
class Line:
    """A line that was spoken, and what was read of it: "" and None if nothing was."""

    meant: str
    read: str
    seconds: float | None

    @property
    def errors(self) -> int:
        return samples.word_errors(self.meant, _plain(self.read))


def measure(lines: int = len(samples.LINES), server: str = "daphne") -> dict[str, float | str]:
    found = {voice: _read(voice, range(1, lines + 1), server) for voice in VOICES}
    everything = [line for lines_of_voice in found.values() for line in lines_of_voice]
    delays = [line.seconds for line in everything if line.seconds is not None]
    return (
        {"server": server, "lines spoken": len(everything), "not read": len(everything) - len(delays)}
        | {f"word error rate, {voice}, %": _error_rate(said) for voice, said in found.items()}
        | {"word error rate, both, %": _error_rate(everything)}
        | {f"p{p} after the last voice, s": quantile(delays or [float("nan")], p / 100) for p in (50, 95)}
    )


def _error_rate(lines: list[Line]) -> float:
    return 100 * sum(line.errors for line in lines) / sum(len(line.meant.split()) for line in lines)


def _read(voice: str, numbers: range, server: str) -> list[Line]:
    """Alice says these lines in `voice`, Bob reads them."""
    folder = Path(tempfile.mkdtemp())
    talk = speech.talk(voice, numbers, lead_seconds=LEAD_SECONDS, pause_seconds=PAUSE_SECONDS)
    wav = speech.write(folder / "alice.wav", talk)
    with running_site(folder, ASGI_SERVER=server) as site, sync_playwright() as playwright:
        alice = Visitor.arrive(playwright, site.url, "alice", speech=wav, bypass_csp=True)
        bob = Visitor.arrive(playwright, site.url, "bob")
        meet(alice, bob)
        bob.page.evaluate(_NOTE_LINES)
        unmute(alice.page)
        alice.page.evaluate(_NOTE_ENDS)
        # Chromium plays the file from its start when the microphone opens, and again at its end: the second time is not listened to.
        alice.page.wait_for_timeout(1000 * len(talk) / speech.RATE - 1000 * PAUSE_SECONDS / 2)
        alice.page.get_by_role("button", name="Mute your microphone", exact=True).click()
        bob.page.wait_for_timeout(PATIENCE_MS)
        ends, read = alice.page.evaluate("() => globalThis.ends"), bob.page.evaluate("() => globalThis.lines")
        alice.go()
        bob.go()
    if len(ends) < len(numbers):
        raise SystemExit(f"Only {len(ends)} of {len(numbers)} lines were heard by the microphone to their end.")
    return _matched([spoken.line(number) for number in numbers], ends, [line for line in read if line[1] == "Alice"])


def unmute(page: Page) -> None:
    """Opens a microphone, and agrees to captions when asked."""
    page.get_by_role("button", name="Unmute your microphone").click()
    page.get_by_role("button", name="Caption me", exact=True).click()
    expect(page.get_by_role("button", name="Mute your microphone", exact=True)).to_be_visible()


def _matched(meant: list[str], ends: list[float], read: list[tuple[float, str, str]]) -> list[Line]:
    """Every line with what was read of it: of the next few that were read, the one that is most like it."""
    lines, left = [], list(read)
    for text, ended_at in zip(meant, ends, strict=False):  # the microphone may have caught the beginning of a second round
        near = [line for line in left[:NEAR] if line[0] > ended_at]
        best = min(near, key=lambda line: samples.word_errors(text, _plain(line[2])), default=None)
        if best is None or samples.word_errors(text, _plain(best[2])) >= len(text.split()):
            lines.append(Line(text, "", None))
        else:
            del left[: left.index(best) + 1]
            lines.append(Line(text, best[2], (best[0] - ended_at) / 1000))
    return lines


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[a-z']+", text.lower()))


if __name__ == "__main__":
    arguments = sys.argv[1:]
    for name, value in measure(*(int(a) for a in arguments[:1]), *arguments[1:]).items():
        print(f"{name:>36}  {value if isinstance(value, str) else round(value, 2)}")
