"""Opus packets become the sound that was spoken, each at its time."""

from array import array

import numpy as np
import pytest

from apps.speech import opus
from apps.speech.faults import EngineFault
from apps.speech.opus import RATE
from tests.e2e.speech import RATE as FILE_RATE
from tests.e2e.speech import envelope, likeness
from tests.e2e.speech import line as sound_of_line
from tests.speech import samples

pytestmark = pytest.mark.pure


def heard(packets) -> np.ndarray:
    return np.array(array("h", opus.decoded(packets))) / 32_768


def test_a_line_sounds_as_it_was_spoken():
    spoken = sound_of_line("slt", 1)
    sound = heard(samples.line("slt", 1))
    assert abs(len(sound) / RATE - len(spoken) / FILE_RATE) < 0.05
    assert likeness(envelope(sound, RATE), envelope(spoken)).correlation > 0.97


def test_what_was_not_sent_is_silence():
    line = samples.line("slt", 1)
    first, second = line[:100], [(start + 48_000, packet) for start, packet in line[100:]]
    sound = heard(first + second)
    pause = sound[2 * RATE + 100 : 3 * RATE - 100]
    assert not pause.any()
    assert sound[: 2 * RATE].any()
    assert sound[3 * RATE :].any()


@pytest.mark.parametrize("packet", [b"", b"\x48", b"\x00" * 1275, bytes(range(256)) * 4])
def test_no_packet_is_an_error(packet):
    assert len(heard([(0, packet)])) <= RATE


def test_no_packets_are_no_sound():
    assert opus.decoded([]) == b""


@pytest.mark.parametrize("start", [-1, 60 * 48_000, 2**40])
def test_a_time_outside_of_an_utterance_is_refused(start):
    with pytest.raises(EngineFault) as refusal:
        opus.decoded([(start, samples.line("slt", 1)[0][1])])
    assert refusal.value.code == "bad_sound"
