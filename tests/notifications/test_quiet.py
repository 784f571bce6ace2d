"""Quiet hours by somebody's own clock."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from apps.notifications.quiet import next_morning, quiet_until, start_of_day

pytestmark = pytest.mark.pure
BERLIN = ZoneInfo("Europe/Berlin")
NIGHT = (time(22), time(7))


def berlin(day: int, hour: int, minute: int = 0, month: int = 6) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("now", "until"),
    [
        (berlin(1, 21, 59), None),
        (berlin(1, 22), berlin(2, 7)),
        (berlin(1, 23, 30), berlin(2, 7)),
        (berlin(2, 0), berlin(2, 7)),
        (berlin(2, 6, 59), berlin(2, 7)),
        (berlin(2, 7), None),
    ],
)
def test_a_night_goes_over_midnight(now, until):
    assert quiet_until(now.astimezone(UTC), NIGHT, BERLIN) == until


def test_hours_of_one_day_and_none():
    noon = (time(12), time(14))
    assert quiet_until(berlin(1, 13), noon, BERLIN) == berlin(1, 14)
    assert quiet_until(berlin(1, 14), noon, BERLIN) is None
    assert quiet_until(berlin(1, 13), None, BERLIN) is None


def test_the_night_in_which_clocks_change_ends_by_the_clock():
    assert quiet_until(berlin(28, 23, month=3), NIGHT, BERLIN) == datetime(2026, 3, 29, 5, tzinfo=UTC)  # summer begins
    assert quiet_until(berlin(24, 23, month=10), NIGHT, BERLIN) == datetime(2026, 10, 25, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "morning"),
    [(berlin(1, 0, 30), berlin(2, 7)), (berlin(1, 23, 59), berlin(2, 7)), (berlin(25, 0, month=10), berlin(26, 7, month=10))],
)
def test_the_next_morning_is_tomorrows(now, morning):
    assert next_morning(now.astimezone(UTC), NIGHT, BERLIN) == morning


def test_without_quiet_hours_the_morning_is_at_eight():
    assert next_morning(berlin(1, 12), None, BERLIN) == berlin(2, 8)
    assert start_of_day(datetime(2026, 6, 1, 22, 30, tzinfo=UTC), BERLIN) == berlin(2, 0)
