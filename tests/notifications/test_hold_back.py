"""Quiet hours, and the measure of a day."""

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.dms import services as dms
from apps.notifications import services
from apps.notifications.models import Push
from apps.notifications.preferences import change_preferences
from apps.tweets.services import delete_tweet
from tests import factories
from tests.notifications.pushed import mention, send

pytestmark = pytest.mark.django_db


def quiet_now(alice) -> None:
    now = timezone.now()
    hours = {"quiet_from": (now - timedelta(hours=1)).time(), "quiet_to": (now + timedelta(hours=1)).time()}
    change_preferences(person=alice, time_zone="UTC", **hours)


def when_it_is_over(monkeypatch, hours: float) -> None:
    later = timezone.now() + timedelta(hours=hours)
    monkeypatch.setattr(timezone, "now", lambda: later)


def test_what_happens_in_quiet_hours_comes_as_one_afterwards(browser, service, alice, bob, charlie, monkeypatch):
    quiet_now(alice)
    mention(charlie)
    factories.follow(alice, bob)
    dms.send_message(author=bob, to=alice, text="Hey", client_id="11111111-1111-4111-8111-111111111111")
    send()
    assert service.got == []
    when_it_is_over(monkeypatch, 1.1)
    send(2)
    assert [(told["title"], told["url"]) for told in browser.woken] == [("2 things happened meanwhile", "/notifications/")]


def test_one_thing_held_back_comes_as_itself_and_what_was_read_meanwhile_not_at_all(browser, alice, bob, charlie, monkeypatch):
    quiet_now(alice)
    mention(charlie)
    send()
    services.mark_read(person=alice)
    mention(bob)
    send()
    when_it_is_over(monkeypatch, 1.1)
    send()
    assert [told["title"] for told in browser.woken] == ["Bob mentioned you"]


def test_past_the_measure_of_a_day_it_is_silent_until_the_morning(browser, alice, charlie, monkeypatch):
    change_preferences(person=alice, a_day=2)
    for _ in range(5):
        mention(charlie)
        send()
    assert len(browser.woken) == 2
    assert Push.objects.filter(state="held").count() == 3
    when_it_is_over(monkeypatch, 36)
    send()
    assert [told["title"] for told in browser.woken][2:] == ["3 things happened meanwhile"]


def test_what_is_taken_back_counts_in_the_measure_of_a_day(browser, alice, charlie):
    """Or whoever writes and deletes at once could wake her without end, and leave nothing to report."""
    change_preferences(person=alice, a_day=2)
    for _ in range(4):
        tweet = mention(charlie)
        send()
        delete_tweet(tweet=tweet)
    send()
    assert len(browser.woken) == 2
