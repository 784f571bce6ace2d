"""What Bob finds when he would rather read the liveliest first."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from apps.core.ids import id_of
from apps.graph import muting, protecting
from apps.graph import services as graph
from apps.tweets import top
from apps.tweets.marks import like_tweet, retweet
from apps.tweets.models import Tweet
from apps.tweets.services import delete_tweet, post_tweet
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_bob(client, bob):
    client.force_login(bob)
    return client


def said(author, text, *, hours_ago=0.0, likes=0) -> Tweet:
    posted_at = timezone.now() - timedelta(hours=hours_ago)
    return Tweet.objects.create(id=id_of(posted_at), author=author, text=text, posted_at=posted_at, like_count=likes)


def top_words(viewer, **how) -> list[str]:
    return [tweet.text for tweet in top.top_of(viewer, **how).tweets]


def test_what_is_liked_comes_first_and_age_pulls_it_down(alice, bob):
    said(alice, "fresh", hours_ago=0.1)
    said(alice, "liked", hours_ago=2, likes=20)
    said(alice, "old and liked", hours_ago=40, likes=30)
    said(alice, "too old", hours_ago=49, likes=999)
    assert top_words(bob) == ["liked", "fresh", "old and liked"]


def test_whom_he_answers_or_likes_counts_twice(alice, bob, charlie, dave):
    for author in (alice, charlie, dave):
        if author != alice:
            graph.follow(follower=bob, followed=author)
        said(author, author.handle, hours_ago=1, likes=4)
    like_tweet(person=bob, tweet=said(charlie, "years ago", hours_ago=9999))
    assert top_words(bob)[0] == "charlie"
    post_tweet(author=bob, text="Yes", in_reply_to=said(dave, "long ago", hours_ago=9999))
    assert set(top_words(bob)[:2]) == {"charlie", "dave"}


def test_what_they_passed_on_takes_part_and_says_by_whom(alice, bob, charlie):
    retweet(person=alice, tweet=said(charlie, "from far", hours_ago=60, likes=9))
    said(alice, "own", hours_ago=1)
    found = top.top_of(bob).tweets
    assert [(tweet.text, tweet.passed_on_by) for tweet in found] == [("from far", alice), ("own", None)]


def test_pages_neither_repeat_nor_skip_while_others_post_and_like(alice, bob, charlie):
    tweets = [said(alice, str(number), hours_ago=number / 2, likes=number % 7) for number in range(50)]
    first = top.top_of(bob)
    crowd = [factories.person(f"fan{number}") for number in range(5)]
    for tweet in tweets[40:]:
        for person in crowd:
            like_tweet(person=person, tweet=tweet)
    post_tweet(author=alice, text="Meanwhile")
    second = top.top_of(bob, before=first.before)
    third = top.top_of(bob, before=second.before)
    read = [tweet.pk for page in (first, second, third) for tweet in page.tweets]
    assert sorted(read) == sorted(tweet.pk for tweet in tweets)
    assert third.before is None


def test_an_order_that_was_lost_is_made_again_as_of_its_beginning(alice, bob):
    for number in range(30):
        said(alice, str(number), hours_ago=number)
    first = top.top_of(bob)
    kept = top_words(bob, before=first.before)
    post_tweet(author=alice, text="Meanwhile")
    cache.clear()
    assert top_words(bob, before=first.before) == kept
    assert len(kept) == 10


def test_nobody_finds_there_what_would_not_come_to_their_home(alice, bob, charlie):
    graph.follow(follower=bob, followed=charlie)
    for number in range(30):
        said(alice, f"rain {number}", hours_ago=number, likes=3)
    stranger = said(factories.person("erin"), "stranger", likes=99)
    first = top.top_of(bob)
    assert stranger.text not in top_words(bob)
    delete_tweet(tweet=Tweet.objects.get(text="rain 29"))
    assert "rain 29" not in top_words(bob, before=first.before)
    muting.mute_words(person=bob, words="rain", lifetime="forever")
    assert (top_words(bob), top_words(bob, before=first.before)) == ([], [])
    said(charlie, "sun")
    muting.mute(muter=bob, muted=charlie)
    assert top_words(bob) == []
    muting.unmute(muter=bob, muted=charlie)
    assert top_words(bob) == ["sun"]
    graph.block(blocker=charlie, blocked=bob)
    protecting.set_protected(person=charlie, is_protected=True)
    assert top_words(bob) == []


def test_he_switches_and_finds_it_as_he_left_it(as_bob, alice):
    said(alice, "liked", hours_ago=1, likes=9)
    said(alice, "new")
    orders = [[tweet.text for tweet in as_bob.get(f"/{query}").context["timeline"].tweets] for query in ("", "?order=top", "")]
    assert orders == [["new", "liked"], ["liked", "new"], ["liked", "new"]]
    html = as_bob.get("/?order=latest").content.decode()
    assert 'id="home-latest"' in html
    assert as_bob.get("/").context["timeline"].order == "latest"


def test_the_next_page_of_top_is_one_of_top(as_bob, alice):
    for number in range(25):
        said(alice, str(number), hours_ago=number)
    before = as_bob.get("/?order=top").context["timeline"].before
    as_bob.get("/?order=latest")
    answer = as_bob.get(f"/?before={before}")
    assert answer.context["timeline"].order == "top"
    assert len(answer.context["timeline"].tweets) == 5


def test_when_nobody_said_anything_for_days_it_says_so(as_bob, alice):
    said(alice, "too old", hours_ago=60)
    html = as_bob.get("/?order=top").content.decode()
    assert "Nothing new in two days" in html
    assert 'href="/?order=latest"' in html


def test_a_page_of_top_costs_the_same_however_long_it_is(as_bob, alice, charlie, django_assert_max_num_queries):
    retweet(person=alice, tweet=said(charlie, "from far"))
    for number in range(30):
        said(alice, str(number), hours_ago=number / 10)
    as_bob.get("/?order=top")
    with django_assert_max_num_queries(10):
        as_bob.get("/")
