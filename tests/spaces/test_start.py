"""Starting a Space."""

from functools import partial

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from apps.core.errors import Refused
from apps.spaces import services
from apps.spaces.models import Seat, Space
from apps.tweets.models import Tweet
from tests.together import at_once


def start(host, title="Dawn chorus") -> Space:
    return services.start_space(host=host, title=title, announce=False)


def test_alice_starts_a_space_and_is_its_host_on_stage(alice):
    space = start(alice)
    seat = space.seats.get()
    assert space.is_live
    assert (seat.person, seat.role, seat.is_on_stage) == (alice, Seat.Role.HOST, True)
    assert seat.spoke_at == space.started_at == space.alive_at


def test_announced_it_is_a_tweet_with_a_card(alice):
    space = services.start_space(host=alice, title="Dawn chorus", announce=True)
    tweet = alice.tweets.get()
    assert tweet.card_path == space.get_absolute_url()


def test_one_who_may_not_host_starts_nothing(alice):
    alice.is_active = False
    with pytest.raises(Refused, match="may_not_host"):
        start(alice)
    assert not Space.objects.exists()


def test_alice_hosts_one_at_a_time(alice, bob, space):
    with pytest.raises(Refused, match="already_hosting"):
        services.start_space(host=alice, title="Another one", announce=True)
    assert not Tweet.objects.exists()
    assert start(bob).is_live


def test_after_the_end_she_starts_the_next_at_once(alice, space):
    services.end_space(host=alice, space=space)
    assert start(alice).is_live


def test_the_database_itself_allows_one_live_space_per_host(alice, space):
    with pytest.raises(IntegrityError), transaction.atomic():
        Space.objects.create(host=alice, title="Around the door", started_at=timezone.now())


@pytest.mark.django_db(transaction=True)
def test_started_twenty_times_at_once_it_is_one(alice):
    answers = at_once([partial(start, alice)] * 20)
    assert sorted(answers) == ["already_hosting"] * 19 + ["done"]
    assert Seat.objects.get().space == Space.objects.get()


# ---- Titles ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("title", ["", "   \n\t", "\u200b\u200d\ufeff", "\u2800\u3164", "\u202e\u2066", "\x00\x07"])
def test_a_title_of_nothing_to_see_is_empty(alice, title):
    with pytest.raises(Refused, match="title_empty"):
        start(alice, title)


@pytest.mark.parametrize("length", [71, 10_000])
def test_a_title_that_is_too_long_is_refused(alice, length):
    with pytest.raises(Refused, match="title_too_long") as refusal:
        start(alice, "x" * length)
    assert "70" in str(refusal.value.text)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("x" * 70, "x" * 70),
        ("🎙" * 70, "🎙" * 70),
        (" " * 500 + "Dawn" + " " * 500, "Dawn"),
        ("Dawn\n\n  chorus\t at\r\nfive", "Dawn chorus at five"),
        ("e\u0301te\u0301", "été"),
        ("<b>Dawn</b> & 'chorus'", "<b>Dawn</b> & 'chorus'"),
        ("שלום עולם", "שלום עולם"),
        ("Dawn \u202egnimoc\u202c \u2066x\u2069", "Dawn gnimoc x"),
        ("Dawn\x00\x1b chorus", "Dawn chorus"),
        ("x" * 70 + "\u202e" * 30, "x" * 70),
    ],
)
def test_a_title_is_kept_in_one_line_and_without_what_reorders_the_page(alice, typed, kept):
    assert start(alice, typed).title == kept


def test_a_title_of_html_is_shown_as_text(client, alice):
    space = start(alice, '<img src=x onerror="alert(1)">')
    client.force_login(alice)
    page = client.get(space.get_absolute_url()).content.decode()
    assert "<img src=x" not in page
    assert "&lt;img src=x onerror=&quot;alert(1)&quot;&gt;" in page


def test_a_title_that_is_no_tweet_can_be_announced_too(alice):
    """Fourteen links count 23 each."""
    assert services.start_space(host=alice, title=" ".join(["a.fm"] * 14), announce=True).is_live
