"""The measure itself is measured: it must tell a voice from another, and from noise."""

import numpy as np
import pytest

from tests.e2e import speech

pytestmark = pytest.mark.pure


def heard(sound, *, late_seconds: float, loudness: float, noise: float):
    late = np.concatenate([speech.silence(late_seconds), sound * loudness])
    return late + np.random.default_rng(1).normal(0, noise, len(late))


def test_a_late_quiet_noisy_copy_is_recognised():
    spoken = speech.talk("slt", [1, 2, 3])
    match = speech.likeness(
        speech.envelope(heard(spoken, late_seconds=1.234, loudness=0.3, noise=0.003)), speech.envelope(spoken), least_seconds=10
    )
    assert match.correlation > 0.95
    assert abs(match.lag_seconds - 1.234) <= 0.02


def test_other_words_are_not():
    match = speech.likeness(
        speech.envelope(speech.talk("rms", [4, 5, 6])), speech.envelope(speech.talk("slt", [1, 2, 3])), least_seconds=10
    )
    assert match.correlation < 0.7


def test_loudness_is_told_in_decibels():
    assert speech.dbfs(speech.silence(1)) == -np.inf
    assert round(speech.dbfs(np.full(speech.RATE, 0.001))) == -60
