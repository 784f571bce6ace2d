"""Ending a Space, by its host or because nobody is there any more."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from apps.core.errors import Refused
from apps.spaces import services, tasks
from apps.spaces.models import Space
from tests.together import at_once


def silent_for(space, **time) -> None:
    Space.objects.filter(pk=space.pk).update(alive_at=timezone.now() - timedelta(**time))


@pytest.fixture
def awake(db) -> None:
    """Somebody looked for abandoned Spaces lately."""
    cache.clear()
    services.end_abandoned_spaces()


def test_alice_ends_her_space(alice, space):
    services.end_space(host=alice, space=space)
    space.refresh_from_db()
    assert not space.is_live
    assert space.ended_at > space.started_at


def test_ended_twice_the_second_is_refused_and_the_first_time_stands(alice, space):
    services.end_space(host=alice, space=space)
    first = Space.objects.get().ended_at
    with pytest.raises(Refused, match="space_ended"):
        services.end_space(host=alice, space=space)
    assert Space.objects.get().ended_at == first


def test_what_has_not_begun_can_not_be_ended(alice, scheduled):
    with pytest.raises(Refused, match="space_ended"):
        services.end_space(host=alice, space=scheduled)
    assert Space.objects.get().is_upcoming


@pytest.mark.django_db(transaction=True)
def test_ended_twenty_times_at_once_it_ends_once(alice, space):
    answers = at_once([lambda: services.end_space(host=alice, space=space)] * 20)
    assert sorted(answers) == ["done"] + ["space_ended"] * 19


def test_a_space_whose_room_is_gone_is_ended(awake, space):
    silent_for(space, seconds=121)
    assert services.end_abandoned_spaces() == 1
    assert not Space.objects.live().exists()


def test_after_a_sleep_of_the_machine_rooms_report_before_anybody_judges(awake, space, monkeypatch):
    morning = timezone.now() + timedelta(hours=8)
    monkeypatch.setattr(timezone, "now", lambda: morning)
    assert services.end_abandoned_spaces() == 0
    services.report_alive(space_id=space.pk, listening_count=3)
    assert services.end_abandoned_spaces() == 0
    monkeypatch.setattr(timezone, "now", lambda: morning + timedelta(seconds=80))
    assert services.end_abandoned_spaces() == 0


def test_after_a_sleep_what_was_abandoned_is_ended_at_the_second_look(awake, space, monkeypatch):
    silent_for(space, hours=1)
    monkeypatch.setattr(services, "LOOKED_LATELY", timedelta(0))
    assert services.end_abandoned_spaces() == 0
    monkeypatch.undo()
    assert services.end_abandoned_spaces() == 1


def test_a_space_that_was_heard_of_lately_goes_on(awake, space):
    silent_for(space, seconds=110)
    assert services.end_abandoned_spaces() == 0
    assert Space.objects.live().exists()


def test_a_report_of_the_room_keeps_it_alive(awake, space):
    silent_for(space, hours=1)
    services.report_alive(space_id=space.pk, listening_count=3)
    assert services.end_abandoned_spaces() == 0


def test_the_task_leaves_alone_what_is_announced_or_over(awake, alice, space, scheduled):
    services.end_space(host=alice, space=space)
    ended_at = Space.objects.get(pk=space.pk).ended_at
    Space.objects.update(alive_at=timezone.now() - timedelta(days=1))
    tasks.end_abandoned_spaces()
    assert Space.objects.get(pk=space.pk).ended_at == ended_at
    assert Space.objects.get(pk=scheduled.pk).is_upcoming
