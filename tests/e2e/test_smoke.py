"""The site opens in a real browser, lets people in, and the fake microphone really speaks."""

import numpy as np
import pytest

from tests.e2e import speech


def test_a_stranger_is_welcomed(site, browser_of):
    page = browser_of("stranger").page
    assert page.goto("/").ok
    assert "Linnet" in page.title()


@pytest.mark.parametrize("site", ["uvicorn"], indirect=True)
def test_alice_signs_up_and_lands_on_home(site, browser_of):
    alice = browser_of("alice").sign_up("Alice Finch")
    alice.page.get_by_role("link", name="Profile").first.click()
    alice.page.wait_for_url("/@alice/")


@pytest.mark.pure
def test_the_fake_microphone_speaks(site, browser_of, tmp_path):
    spoken = speech.talk("slt", [1, 2])
    page = browser_of("alice", speech=speech.write(tmp_path / "alice.wav", spoken)).page
    page.goto("/")
    heard = np.array(page.evaluate(RECORD_LEVELS))
    assert speech.likeness(heard, speech.envelope(spoken)).correlation > 0.9


# The RMS level of every 20 ms at the microphone, for 8 seconds.
RECORD_LEVELS = """async () => {
  const plain = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
  const recorder = new MediaRecorder(await navigator.mediaDevices.getUserMedia({ audio: plain }));
  const recorded = new Promise((done) => { recorder.ondataavailable = (event) => done(event.data); });
  recorder.start();
  setTimeout(() => recorder.stop(), 8000);
  const context = new OfflineAudioContext(1, 1, 48000);
  const sound = await context.decodeAudioData(await (await recorded).arrayBuffer());
  const samples = sound.getChannelData(0), levels = [];
  for (let at = 0; at + 960 <= samples.length; at += 960) {
    levels.push(Math.hypot(...samples.subarray(at, at + 960)) / Math.sqrt(960));
  }
  return levels;
}"""
