"""What a browser's person hears: recorded in the page, behind the jitter buffer, before the loudspeaker."""

import base64
import io

import av
import numpy as np
from playwright.sync_api import Page

from tests.e2e import speech
from tests.e2e.speech import RATE, Sound

_HEARS_MS = 12_000  # long enough for two lines of speech
_PART_SECONDS = 4
_PARTS = 2
_RECOGNISED = 0.85  # other words stay below
_ATTEMPTS = 6
_SILENT = 0.001  # -60 dBFS

# Off the page's own thread, which may stand still while the sound goes on.
_RECORD = """async () => {
  const { sound: engine } = await import(document.querySelector("script[type=module]").src);
  const tap = new MediaStreamAudioDestinationNode(engine.output.context, { channelCount: 1 });
  engine.output.connect(tap);
  globalThis.ear = () => new MediaRecorder(tap.stream, { mimeType: "audio/webm;codecs=pcm" });
  globalThis.heard = globalThis.ear();
  globalThis.heard.start();
}"""

_TAKE = """async () => {
  const recorder = globalThis.heard;
  const blob = await new Promise((done) => {
    recorder.ondataavailable = ({ data }) => done(data);
    recorder.stop();
  });
  globalThis.heard = globalThis.ear();
  globalThis.heard.start();
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let text = "";
  for (let i = 0; i < bytes.length; i += 32768) text += String.fromCharCode(...bytes.subarray(i, i + 32768));
  return btoa(text);
}"""


def start_recording(page: Page) -> None:
    """From now on the page keeps what its person hears."""
    page.evaluate(_RECORD)


def take_recording(page: Page) -> Sound:
    """What was heard since the recording began or was last taken, mono at 48 kHz."""
    with av.open(io.BytesIO(base64.b64decode(page.evaluate(_TAKE)))) as file:
        frames = [(frame.rate, frame.to_ndarray().mean(axis=0)) for frame in file.decode(audio=0)]
    if not frames:
        return speech.silence(0)
    samples = np.concatenate([samples for _rate, samples in frames])
    times = np.arange(round(len(samples) * RATE / frames[0][0])) * frames[0][0] / RATE
    return np.interp(times, np.arange(len(samples)), samples)


def assert_hears(page: Page, spoken: Sound) -> None:
    """Records until parts of `spoken` are recognised; a machine that is busy with browsers drops others.

    `bench/hearing.py` has the figure of how well it is heard; this only tells these words from others.
    """
    start_recording(page)
    found: list[float] = []
    for _attempt in range(_ATTEMPTS):
        page.wait_for_timeout(_HEARS_MS)
        found += _matches(take_recording(page), spoken)
        if sum(match >= _RECOGNISED for match in found) >= _PARTS:
            return
    raise AssertionError(f"Other sounds than those spoken, or none: {found}")


def longest_silence_seconds(sound: Sound) -> float:
    longest = lasts = 0
    for level in speech.envelope(sound):
        lasts = lasts + 1 if level < _SILENT else 0
        longest = max(longest, lasts)
    return longest * speech.WINDOW_MS / 1000


def _matches(heard: Sound, spoken: Sound) -> list[float]:
    """Part by part, because the browser's gain control finds its level slowly and the file begins anew now and then."""
    loop, envelope = np.tile(speech.envelope(spoken), 2), speech.envelope(heard)
    size = round(_PART_SECONDS * 1000 / speech.WINDOW_MS)
    parts = [envelope[start : start + size] for start in range(0, len(envelope) - size + 1, size)]
    return [speech.likeness(part, loop, least_seconds=_PART_SECONDS).correlation for part in parts]
