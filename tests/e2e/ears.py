"""What a browser's person hears: recorded in the page, behind the jitter buffer, before the loudspeaker."""

import base64

import numpy as np
from playwright.sync_api import Page

from tests.e2e import speech
from tests.e2e.speech import RATE, Sound

HEARS_MS = 12_000  # long enough for two lines of speech
_PART_SECONDS = 4

_RECORD = """async () => {
  const address = performance.getEntriesByType("resource").map((entry) => entry.name).find((name) => /\\/js\\/live\\/engine\\./.test(name));
  const { engine } = await import(address);
  const context = engine.output.context;
  const tap = context.createScriptProcessor(4096, 1, 1);
  const heard = { rate: context.sampleRate, blocks: [], tap };
  tap.onaudioprocess = (event) => heard.blocks.push(event.inputBuffer.getChannelData(0).slice());
  engine.output.connect(tap);
  tap.connect(context.destination);
  globalThis.heard = heard;
}"""

_TAKE = """() => {
  const { blocks, rate } = globalThis.heard;
  const bytes = new Uint8Array(blocks.length * 4096 * 4);
  blocks.forEach((block, i) => bytes.set(new Uint8Array(block.buffer), i * 4096 * 4));
  globalThis.heard.blocks.length = 0;
  let text = "";
  for (let i = 0; i < bytes.length; i += 32768) text += String.fromCharCode(...bytes.subarray(i, i + 32768));
  return [rate, btoa(text)];
}"""


def start_recording(page: Page) -> None:
    """From now on the page keeps what its person hears."""
    page.evaluate(_RECORD)


def take_recording(page: Page) -> Sound:
    """What was heard since the recording began or was last taken, mono at 48 kHz."""
    rate, encoded = page.evaluate(_TAKE)
    samples = np.frombuffer(base64.b64decode(encoded), dtype=np.float32).astype(float)
    times = np.arange(round(len(samples) * RATE / rate)) * rate / RATE
    return np.interp(times, np.arange(len(samples)), samples)


def assert_heard(heard: Sound, spoken: Sound) -> None:
    """Part by part, because the browser's gain control finds its level slowly and the file begins anew now and then.

    `bench/hearing.py` has the figure; this only tells words from noise.
    """
    loop, envelope = np.tile(speech.envelope(spoken), 2), speech.envelope(heard)
    size = round(_PART_SECONDS * 1000 / speech.WINDOW_MS)
    parts = [envelope[start : start + size] for start in range(0, len(envelope) - size + 1, size)]
    matches = [speech.likeness(part, loop, least_seconds=_PART_SECONDS).correlation for part in parts]
    assert np.median(matches) >= 0.8, matches
