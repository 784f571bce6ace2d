"""Of whom and of what one is told: filters, tabs, and the page where one chooses."""

from datetime import time, timedelta

import pytest
from django.utils import timezone

from apps.graph import protecting
from apps.notifications import pages
from apps.notifications.forms import PreferencesForm
from apps.notifications.lines import LINES
from apps.notifications.models import Notification, Preferences, Push
from apps.notifications.preferences import change_preferences
from apps.notifications.reasons import REASONS
from apps.spaces import invitations
from apps.spaces import services as spaces
from apps.tweets import marks, polls
from apps.tweets import services as tweets
from apps.tweets.models import Poll
from tests import factories

pytestmark = pytest.mark.django_db
PAGE = "/settings/notifications/"
CHOSEN = {"pushes_mentions": "on", "a_day": "5", "quiet_from": "22:00", "quiet_to": "07:00", "time_zone": "Europe/Berlin"}


def told(person, **how) -> list[str]:
    return [told.first.handle for told in pages.told_to(person, **how).items]


@pytest.fixture
def old_friend(alice):
    """Follows nobody and is followed by alice; joined this minute, and has no picture."""
    friend = factories.person("friend")
    factories.follow(alice, friend)
    return friend


@pytest.mark.parametrize("filtered", ["hides_strangers", "hides_newcomers", "hides_faceless"])
def test_a_filter_hides_whom_she_does_not_follow_and_nobody_else(alice, charlie, old_friend, filtered):
    for person in (charlie, old_friend):
        tweets.post_tweet(author=person, text="@alice hello")
    assert (told(alice), pages.unread_count(alice)) == (["friend", "charlie"], 2)
    change_preferences(person=alice, **{filtered: True})
    assert (told(alice), pages.unread_count(alice)) == (["friend"], 1)


def test_who_is_old_enough_or_has_a_picture_comes_through(alice, charlie):
    tweets.post_tweet(author=charlie, text="@alice hello")
    change_preferences(person=alice, hides_newcomers=True)
    assert told(alice) == []
    type(charlie).objects.filter(pk=charlie.pk).update(joined_at=timezone.now() - timedelta(days=7))
    assert told(alice) == ["charlie"]
    change_preferences(person=alice, hides_faceless=True)
    assert told(alice) == []
    type(charlie).objects.filter(pk=charlie.pk).update(avatar="x")
    assert told(alice) == ["charlie"]


def test_of_several_who_did_it_only_the_filtered_are_hidden(alice, charlie, old_friend):
    tweet = tweets.post_tweet(author=alice, text="Hello")
    for person in (old_friend, charlie):
        marks.like_tweet(person=person, tweet=tweet)
    change_preferences(person=alice, hides_strangers=True)
    assert [(one.first.handle, one.others_count) for one in pages.told_to(alice).items] == [("friend", 0)]


def test_what_she_asked_for_is_hidden_by_no_filter(alice, charlie):
    asked = tweets.post_tweet(author=charlie, text="Which?", poll=(["One", "Two"], "5"))
    polls.vote(person=alice, tweet=asked, choice=0)
    Poll.objects.update(ends_at=timezone.now())
    change_preferences(person=alice, hides_strangers=True, hides_newcomers=True, hides_faceless=True)
    for _ in range(2):
        polls.tell_of_ends()
    assert told(alice) == ["charlie"]
    assert told(charlie) == ["charlie"]


def test_what_was_hidden_is_new_when_the_filter_goes(client, alice, charlie):
    change_preferences(person=alice, hides_strangers=True)
    tweets.post_tweet(author=charlie, text="@alice hello")
    client.force_login(alice)
    client.get("/notifications/")
    change_preferences(person=alice, hides_strangers=False)
    assert pages.unread_count(alice) == 1


def test_filters_cost_no_further_question(alice, charlie, django_assert_num_queries):
    tweets.post_tweet(author=charlie, text="@alice hello")
    change_preferences(person=alice, hides_strangers=True)
    with django_assert_num_queries(1):
        pages.unread_count(alice)


def test_words_of_who_became_protected_are_not_shown(alice, charlie):
    tweets.post_tweet(author=charlie, text="@alice hello")
    protecting.set_protected(person=charlie, is_protected=True)
    assert told(alice) == []
    factories.follow(alice, charlie)
    protecting.accept_request(request=alice.follow_requests_made.get())
    assert "charlie" in told(alice)


def test_mentions_are_mentions_replies_and_quotes(client, alice, bob, charlie):
    tweet = tweets.post_tweet(author=alice, text="Hello")
    marks.like_tweet(person=bob, tweet=tweet)
    tweets.post_tweet(author=charlie, text="@alice hello")
    tweets.post_tweet(author=charlie, text="Hello you", in_reply_to=tweet)
    tweets.post_tweet(author=charlie, text="She says hello", quoted=tweet)
    client.force_login(alice)
    html = client.get("/notifications/mentions/").content.decode()
    assert [words in html for words in ("mentioned you", "replied to you", "quoted your Tweet", "liked your Tweet")] == [
        True,
        True,
        True,
        False,
    ]
    assert [one.kind for one in Notification.objects.unread().filter(person=alice)] == ["like"]
    assert "liked your Tweet" in client.get("/notifications/").content.decode()
    assert pages.unread_count(alice) == 0


def test_pages_follow_each_other_by_a_link(client, alice, charlie):
    for number in range(45):
        tweets.post_tweet(author=charlie, text=f"@alice {number} ")
    client.force_login(alice)
    seen, address = [], "/notifications/mentions/"
    while address:
        html = client.get(address).content.decode()
        seen += [part.split("<")[0] for part in html.split('class="told__about" dir="auto">')[1:]]
        link = html.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0] if 'rel="next"' in html else ""
        address = f"/notifications/mentions/{link}" if link else ""
    assert seen == [f"@alice {number}" for number in reversed(range(45))]


def test_who_is_invited_is_told_until_it_is_answered(alice, bob):
    space = spaces.start_space(host=alice, title="Dawn chorus")
    invitations.invite_to_stage(host=alice, space=space, person=bob)
    assert [one.notification.kind for one in pages.told_to(bob).items] == ["invited"]
    invitations.decline_invitation(seat=space.seats.get(person=bob))
    assert told(bob) == []


def test_what_she_chose_is_kept(client, alice):
    client.force_login(alice)
    assert client.post(PAGE, CHOSEN).status_code == 302
    kept = Preferences.objects.get(person=alice)
    assert (kept.pushes_mentions, kept.pushes_messages, kept.a_day) == (True, False, 5)
    assert (kept.quiet_hours, kept.time_zone) == ((time(22), time(7)), "Europe/Berlin")
    html = client.get(PAGE).content.decode()
    assert "Saved." in html
    assert 'value="22:00"' in html


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("a_day", "101", "100"),
        ("a_day", "-1", "0"),
        ("a_day", "many", "number"),
        ("time_zone", "Middle/Earth", "Middle/Earth"),
        ("time_zone", "../../etc/passwd", "no time zone"),
        ("quiet_from", "", "a beginning and an end"),
        ("quiet_to", "", "a beginning and an end"),
        ("quiet_to", "25:00", "time"),
    ],
)
def test_what_can_not_be_is_refused_and_what_was_typed_stays(client, alice, field, typed, words):
    client.force_login(alice)
    answer = client.post(PAGE, {**CHOSEN, field: typed})
    assert answer.status_code == 422
    html = answer.content.decode()
    assert words in html
    assert "field__wrong" in html
    assert not Preferences.objects.exists()


def test_a_site_without_a_key_says_so(client, alice, settings):
    client.force_login(alice)
    assert 'data-key="B' in client.get(PAGE).content.decode()
    settings.VAPID_PRIVATE_KEY = ""
    assert 'data-key=""' in client.get(PAGE).content.decode()
    assert "push-offer" not in client.get("/notifications/").content.decode()


def test_every_kind_has_a_line_a_reason_and_a_switch():
    assert {*Notification.Kind} == LINES.keys()
    assert {*Notification.Kind, Push.MESSAGE} == REASONS.keys()
    assert {reason.switch for reason in REASONS.values()} == {
        name for name in PreferencesForm().fields if name.startswith("pushes_")
    }
