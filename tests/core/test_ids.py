"""Ids that sort by time and fit where they must."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from apps.core.ids import id_of, new_id

pytestmark = pytest.mark.pure


def test_newer_is_larger():
    older = new_id()
    time.sleep(0.002)
    assert new_id() > older


def test_an_id_fits_into_63_bits_for_centuries():
    assert 0 < new_id() < 2**63
    assert id_of(datetime(2190, 1, 1, tzinfo=UTC)) < 2**63


def test_ids_of_the_same_moment_differ_and_can_not_be_guessed():
    ids = [id_of(datetime(2026, 1, 1, tzinfo=UTC)) for _ in range(200)]
    assert len(set(ids)) > 190
    assert ids != sorted(ids)


def test_an_id_of_a_moment_sorts_among_those_made_then():
    moment = datetime(2026, 1, 1, 12, 0, tzinfo=UTC)
    times = [moment + timedelta(milliseconds=ms) for ms in range(-3, 4)]
    ids = [id_of(at) for at in times]
    assert ids == sorted(ids)
    assert {an_id >> 20 for an_id in ids} == {int(at.timestamp() * 1000) - 1_704_067_200_000 for at in times}


def test_of_now_is_like_new():
    assert abs((id_of(datetime.now(UTC)) >> 20) - (new_id() >> 20)) < 2_000  # ms
