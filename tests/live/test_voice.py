import pytest

from apps.realtime.limits import TokenBucket
from apps.spaces.live.protocol import DISCONT, END, START
from apps.spaces.live.voice import PACKETS_AT_ONCE, PACKETS_PER_SECOND, Voice
from tests.live.voices import frame

pytestmark = pytest.mark.pure


@pytest.fixture
def voice():
    voice = Voice()
    voice.open = True
    return voice


def test_a_closed_microphone_is_not_heard():
    voice = Voice()
    assert voice.accept(frame(1), 0.0) == "muted"
    assert voice.take_groups(0) == []


def test_closing_drops_what_waited(voice):
    voice.accept(frame(1), 0.0)
    voice.close()
    assert voice.take_groups(0) == []


def test_packets_in_a_row_travel_as_one_group(voice):
    for seq in (1, 2, 3):
        assert voice.accept(frame(seq), 0.0) is None
    (group,) = voice.take_groups(4)
    assert (group.slot, group.seq0, group.ts0, len(group.packets)) == (4, 1, 960, 3)
    assert voice.take_groups(4) == []


def test_a_row_goes_on_over_the_end_of_both_counters(voice):
    voice.accept(frame(65535, ts=2**32 - 960), 0.0)
    voice.accept(frame(0, ts=0), 0.0)
    assert len(voice.take_groups(0)) == 1


@pytest.mark.parametrize("second", [frame(3), frame(2, ts=99 * 960), frame(2, flags=START), frame(2, flags=DISCONT)])
def test_a_gap_or_a_new_talkspurt_begins_another_group(voice, second):
    voice.accept(frame(1), 0.0)
    voice.accept(second, 0.0)
    assert [len(group.packets) for group in voice.take_groups(0)] == [1, 1]


def test_the_end_of_a_talkspurt_marks_its_group(voice):
    voice.accept(frame(1, flags=START), 0.0)
    voice.accept(frame(2, flags=END, packet=b""), 0.0)
    (group,) = voice.take_groups(0)
    assert group.flags == START | END


@pytest.mark.parametrize("seq", [10, 9, 1, (10 - 0x7FFF) & 0xFFFF])
def test_a_packet_from_the_past_is_a_replay(voice, seq):
    voice.accept(frame(10), 0.0)
    assert voice.accept(frame(seq), 0.1) == "replayed"


def test_another_connection_may_count_from_anywhere(voice):
    voice.accept(frame(500), 0.0)
    voice.start_anew()
    voice.open = True
    assert voice.accept(frame(3), 0.1) is None


def test_a_thousand_packets_a_second_are_cut_to_the_limit(voice):
    accepted = sum(voice.accept(frame(seq), seq / 1000) is None for seq in range(1, 5001))
    assert accepted <= PACKETS_AT_ONCE + 5 * PACKETS_PER_SECOND


def test_speech_after_a_stall_is_let_through_in_one_go(voice):
    voice.accept(frame(1), 0.0)
    assert all(voice.accept(frame(seq), 2.0) is None for seq in range(2, 2 + 95))


def test_a_bucket_allows_its_burst_and_then_its_rate():
    bucket = TokenBucket(rate=10, burst=3)
    assert [bucket.take(100.0) for _ in range(4)] == [True, True, True, False]
    assert bucket.take(100.125) is True
    assert bucket.take(100.125) is False
