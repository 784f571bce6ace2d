"""Announcing a Space for later, and opening it."""

from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from apps.core.errors import Refused
from apps.spaces import invites, services
from apps.spaces.models import Invite, Seat, Space
from apps.tweets.models import Tweet
from tests.together import at_once


def schedule(host, title="Later today", **later) -> Space:
    return services.schedule_space(host=host, title=title, scheduled_for=timezone.now() + timedelta(**later))


def start(space) -> Space:
    return services.start_scheduled_space(host=space.host, space=space)


def test_an_announced_space_is_upcoming_and_nobody_sits_in_it(scheduled):
    assert scheduled.is_upcoming
    assert list(Space.objects.upcoming()) == [scheduled]
    assert not scheduled.seats.exists()


@pytest.mark.parametrize("late", [{"seconds": 0}, {"days": -1}])
def test_a_time_that_is_past_is_refused(alice, late):
    with pytest.raises(Refused, match="time_past"):
        schedule(alice, **late)


@pytest.mark.parametrize(("title", "code"), [("\u200b", "title_empty"), ("x" * 71, "title_too_long")])
def test_its_title_is_held_to_the_same_rules(alice, title, code):
    with pytest.raises(Refused, match=code):
        schedule(alice, title, hours=1)


def test_one_who_may_not_host_announces_nothing(alice):
    alice.is_active = False
    with pytest.raises(Refused, match="may_not_host"):
        schedule(alice, hours=1)


def test_alice_announces_several_while_she_hosts(alice, space, scheduled):
    assert schedule(alice, hours=5).is_upcoming


@pytest.mark.parametrize(
    "due_in", [timedelta(days=3), timedelta(minutes=-1), timedelta(days=-3)], ids=["early", "late", "very late"]
)
def test_started_early_or_late_it_is_live_and_tweeted(scheduled, due_in):
    Space.objects.filter(pk=scheduled.pk).update(scheduled_for=timezone.now() + due_in)
    start(scheduled)
    assert list(Space.objects.live()) == [scheduled]
    assert Tweet.objects.get().card_path == scheduled.get_absolute_url()


def test_started_twice_the_second_is_refused(scheduled):
    start(scheduled)
    with pytest.raises(Refused, match="already_started"):
        start(scheduled)


def test_started_in_two_tabs_the_second_is_refused_though_it_read_an_older_row(scheduled):
    other_tab = Space.objects.get(pk=scheduled.pk)
    start(scheduled)
    with pytest.raises(Refused, match="already_started"):
        start(other_tab)


def test_an_ended_one_does_not_come_back_from_an_older_row(alice, scheduled):
    other_tab = Space.objects.get(pk=scheduled.pk)
    services.end_space(host=alice, space=start(scheduled))
    with pytest.raises(Refused, match="already_started"):
        start(other_tab)
    assert not Space.objects.live().exists()


@pytest.mark.django_db(transaction=True)
def test_started_twenty_times_at_once_it_opens_once(scheduled):
    rows = [Space.objects.select_related("host").get(pk=scheduled.pk) for _ in range(20)]
    assert sorted(at_once([partial(start, row) for row in rows])) == ["already_started"] * 19 + ["done"]
    assert Seat.objects.get().role == Seat.Role.HOST
    assert Tweet.objects.count() == 1


def test_it_waits_while_she_hosts_another(space, scheduled):
    with pytest.raises(Refused, match="already_hosting"):
        start(scheduled)
    scheduled.refresh_from_db()
    assert scheduled.is_upcoming


def test_the_day_she_may_not_host_it_stays_closed(alice, scheduled):
    alice.is_active = False
    alice.save()
    with pytest.raises(Refused, match="may_not_host"):
        start(scheduled)


def test_further_ahead_than_a_month_is_refused(alice):
    assert schedule(alice, days=29).is_upcoming
    with pytest.raises(Refused, match="time_too_far"):
        schedule(alice, days=31)


def test_it_is_tweeted_if_alice_likes(alice):
    space = services.schedule_space(host=alice, title="Later", scheduled_for=timezone.now() + timedelta(hours=1), announce=True)
    assert Tweet.objects.get().card_path == space.get_absolute_url()


def test_called_off_it_is_gone_with_its_links(alice, scheduled):
    invites.make_invite(host=alice, space=scheduled, role="speaker", lifetime=None, most_uses=None)
    services.call_off_space(host=alice, space=scheduled)
    assert not Space.objects.exists()
    assert not Invite.objects.exists()


def test_what_has_started_or_ended_is_not_called_off_by_a_page_that_read_an_older_row(alice, scheduled):
    older = Space.objects.get(pk=scheduled.pk)
    started = start(scheduled)
    for _ in range(2):
        with pytest.raises(Refused, match="already_started"):
            services.call_off_space(host=alice, space=older)
        Space.objects.filter(pk=started.pk).update(ended_at=timezone.now())


# ---- From the form ---------------------------------------------------------------------------------------------------


def ask(client, when, **data):
    return client.post(
        "/spaces/", {"title": "Later", "later": "on", "scheduled_for": when, **data}, headers={"Accept": "application/json"}
    )


@pytest.mark.parametrize("zone", ["Z", "", "+02:00"])
def test_alice_schedules_one_in_her_own_time_and_it_is_not_live(client, alice, zone):
    client.force_login(alice)
    moment = (timezone.now() + timedelta(hours=9)).replace(microsecond=0)
    local = moment + timedelta(hours=2) if zone == "+02:00" else moment
    answer = ask(client, local.strftime("%Y-%m-%dT%H:%M:%S") + zone, announce="on")
    space = Space.objects.get()
    assert (answer.status_code, space.scheduled_for, space.is_upcoming) == (201, moment, True)
    assert Tweet.objects.count() == 1


@pytest.mark.parametrize(
    "when", ["", "tomorrow", "2026-13-45T99:99", "9999-99-99T00:00", "\0", "1" * 5000, "0001-01-01T00:00+14:00"]
)
def test_a_time_nobody_can_read_or_keep_is_refused_by_name(client, alice, when):
    client.force_login(alice)
    answer = ask(client, when)
    assert answer.status_code == 422
    assert answer.json()["code"] in ("time_unreadable", "time_past")
    assert not Space.objects.exists()


def test_without_a_script_what_was_typed_stays(client, alice):
    client.force_login(alice)
    typed = {"title": "Later", "later": "on", "scheduled_for": "2001-01-01T10:00"}
    page = client.post("/spaces/", typed).content.decode()
    assert "Choose a time in the future." in page
    assert 'value="2001-01-01T10:00"' in page
    assert client.post("/spaces/", {**typed, "scheduled_for": "9999-12-31T23:59"}).status_code == 422
