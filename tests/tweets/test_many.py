"""Pages of what many people said: all of it, once, in order, however it is distributed."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.graph.hearing import heard_by
from apps.graph.models import Follow, Mute, MutedWord
from apps.tweets import timelines
from apps.tweets.models import Retweet, Tweet
from apps.tweets.services import post_tweet
from tests.factories import follow, person

pytestmark = pytest.mark.django_db
PEOPLE = 6


@pytest.fixture
def people(db):
    return [person(f"person{number}") for number in range(PEOPLE)]


def _say(people, luck, tweets):
    """Some say much and some nothing; some of it answers, quotes or is passed on, some is gone or says a muted word."""
    weights = [luck.choice((0, 1, 10)) + 0.01 for _ in people]
    made = []
    for number in range(tweets):
        above = luck.choice(made) if made and luck.random() < 0.4 else None
        tweet = Tweet(pk=10 * number + 10, author=luck.choices(people, weights)[0], text=luck.choice(("hello", "spoiler")))
        if above:
            tweet.in_reply_to, tweet.answered, tweet.root_id = above, above.author, above.root_id or above.pk
        tweet.removed_at = tweet.posted_at if luck.random() < 0.1 else None
        tweet.held_at = tweet.posted_at if luck.random() < 0.1 else None
        made.append(tweet)
    Tweet.objects.bulk_create(made)
    passed_on = {(luck.choice(made).pk, luck.choice(people).pk) for _ in range(tweets)}
    rows = enumerate(sorted(passed_on))
    Retweet.objects.bulk_create(Retweet(pk=10 * place + 15, tweet_id=tweet, person_id=by) for place, (tweet, by) in rows)


def _relate(people, luck):
    viewer, *others = people
    Follow.objects.bulk_create(Follow(follower=viewer, followed=other) for other in others if luck.random() < 0.6)
    Mute.objects.bulk_create(Mute(muter=viewer, muted=other) for other in others if luck.random() < 0.2)
    if luck.random() < 0.5:
        MutedWord.objects.create(person=viewer, words="spoiler")


def _plainly(viewer):
    kinds = Tweet.objects.on_home_of(viewer), Retweet.objects.on_home_of(viewer, timelines.muted_on_home(viewer))
    return sorted((pk for rows in kinds for pk in rows.values_list("pk", flat=True)), reverse=True)


def _page_by_page(viewer, size):
    words = timelines.muted_on_home(viewer)
    kinds = Tweet.objects.on_home_of(viewer, words), Retweet.objects.on_home_of(viewer, words)
    found, before = [], None
    while True:
        page = timelines.said_by_many(heard_by(viewer), kinds, viewer, before=before, size=size)
        assert len(page.tweets) <= size
        found += [tweet.entry_id for tweet in page.tweets]
        if page.before is None:
            return found
        before = str(page.before)


@pytest.mark.parametrize("looks", [(1,), (1, 4, 16), (5, 20, 80)])
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(chance=st.integers(0, 2**32), tweets=st.integers(0, 60), size=st.integers(1, 8))
def test_page_by_page_it_is_all_that_there_is_once_and_in_order(people, monkeypatch, looks, chance, tweets, size):
    monkeypatch.setattr(timelines, "_LOOKS", looks)
    for rows in (Follow, Mute, MutedWord, Tweet, Retweet):
        rows.objects.all().delete()
    luck = random.Random(chance)
    _relate(people, luck)
    _say(people, luck, tweets)
    assert _page_by_page(people[0], size) == _plainly(people[0])


@pytest.mark.parametrize("quiet", [3, 30])
def test_it_asks_the_same_of_the_database_however_many_he_follows(bob, quiet, django_assert_num_queries):
    for number in range(quiet):
        author = person(f"quiet{number}")
        follow(bob, author)
        post_tweet(author=author, text="at last")
    with django_assert_num_queries(4):  # muted words, the newest rows, which of these may be shown, the Tweets
        assert len(timelines.home_of(bob).tweets) == min(quiet, 20)


def test_what_is_left_out_makes_no_hole(bob, alice, unhurried):
    """Far more than one look takes in, and all of it muted; behind it something that is not."""
    first = post_tweet(author=alice, text="hello")
    for number in range(130):
        post_tweet(author=alice, text=f"spoiler {number}")
    MutedWord.objects.create(person=bob, words="spoiler")
    assert timelines.home_of(bob).tweets == [first]
