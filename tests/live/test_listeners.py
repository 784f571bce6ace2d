"""How slow readers are noticed, told by seconds of a clock in the test's hand."""

import pytest

from apps.spaces.live.listeners import LAG_SECONDS, SILENT_SECONDS, BrowserListener
from apps.spaces.live.protocol import Beat

pytestmark = pytest.mark.pure


class Wire:
    def __init__(self):
        self.sent, self.closed = 0, None

    def text(self, text): ...

    def sound(self, data):
        self.sent += 1
        return True

    def close(self, code, reason):
        self.closed = (code, reason)


def beat(heard):
    return Beat(state=0, buffer_ms=100, heard=heard, client_ms=0)


def seconds_of_sound(listener, wire, seconds, *, heard, start=0):
    """One second at a time: 16 bundles, a report, a round. Yields the faults."""
    faults = []
    for second in range(start, start + seconds):
        for _ in range(16):
            listener.deliver(b"bundle")
        listener.take_beat(beat(heard(wire.sent)), float(second))
        faults.append(listener.fault(float(second)))
    return faults


@pytest.fixture
def wire():
    return Wire()


@pytest.fixture
def listener(wire):
    return BrowserListener(wire, now=0.0)


def test_somebody_who_keeps_up_hears_everything(listener, wire):
    assert set(seconds_of_sound(listener, wire, 60, heard=lambda sent: sent - 8)) == {None}
    assert wire.sent == 60 * 16


def test_somebody_who_lags_is_skipped_and_then_closed(listener, wire):
    faults = seconds_of_sound(listener, wire, 14, heard=lambda sent: 0)
    assert faults[-1] == "too_slow"
    assert wire.sent <= 16 * (LAG_SECONDS + 2)


def test_somebody_who_catches_up_hears_on(listener, wire):
    seconds_of_sound(listener, wire, 6, heard=lambda sent: 0)
    skipped_at = wire.sent
    assert seconds_of_sound(listener, wire, 5, heard=lambda sent: sent, start=6)[-1] is None
    assert wire.sent > skipped_at


def test_claiming_to_have_heard_more_than_was_sent_gains_nothing(listener, wire):
    seconds_of_sound(listener, wire, 2, heard=lambda sent: 10**9)
    assert set(seconds_of_sound(listener, wire, 4, heard=lambda sent: sent, start=2)) == {None}
    assert seconds_of_sound(listener, wire, 20, heard=lambda sent: 0, start=6)[-1] == "too_slow"


def test_a_silent_connection_is_a_ghost(listener):
    assert listener.fault(SILENT_SECONDS) is None
    assert listener.fault(SILENT_SECONDS + 1) == "heartbeat_lost"


def test_without_reports_the_last_one_counts(listener, wire):
    seconds_of_sound(listener, wire, 5, heard=lambda sent: sent)
    faults = []
    for second in range(5, 20):
        listener.deliver(b"bundle")
        faults.append(listener.fault(float(second)))
    assert "too_slow" in faults
    assert wire.sent < 5 * 16 + 10


def test_a_quiet_room_makes_nobody_slow(listener):
    for second in range(60):
        listener.take_beat(beat(0), float(second))
        assert listener.fault(float(second)) is None
