"""What Bob finds when he comes home."""

import pytest
from django.utils import timezone

from apps.graph import services as graph
from apps.spaces.models import Space
from apps.tweets.marks import like_tweet
from apps.tweets.models import Tweet
from apps.tweets.services import post_tweet

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_bob(client, bob):
    client.force_login(bob)
    return client


def words(response) -> list[str]:
    return [tweet.text for tweet in response.context["timeline"].tweets]


def test_he_reads_whom_he_follows_and_himself_newest_first(as_bob, alice, bob, charlie):
    for author, text in ((alice, "one"), (charlie, "not for bob"), (bob, "two"), (alice, "three")):
        post_tweet(author=author, text=text)
    assert words(as_bob.get("/")) == ["three", "two", "one"]


def test_his_own_tweet_is_there_once_however_many_follow_him(as_bob, alice, bob, charlie):
    graph.follow(follower=alice, followed=bob)
    graph.follow(follower=charlie, followed=bob)
    post_tweet(author=bob, text="once")
    assert words(as_bob.get("/")) == ["once"]


def test_pages_follow_each_other_without_a_gap_or_a_repetition(as_bob, alice):
    said = [post_tweet(author=alice, text=str(number)).text for number in range(45)]
    read, address = [], "/"
    while address:
        response = as_bob.get(address)
        read += words(response)
        before = response.context["timeline"].before
        assert (f"?before={before}" in response.content.decode()) is (before is not None)
        address = before and f"/?before={before}"
    assert read == said[::-1]


def test_scrolling_fetches_tweets_and_not_the_whole_page(as_bob, alice):
    tweets = [post_tweet(author=alice, text=str(number)) for number in range(3)]
    stretch = as_bob.get(f"/?before={tweets[2].pk}", headers={"HX-Request": "true"}).content.decode()
    assert stretch.count("<article") == 2
    assert "<html" not in stretch
    assert (
        "<html" in as_bob.get(f"/?before={tweets[2].pk}", headers={"HX-Request": "true", "HX-Boosted": "true"}).content.decode()
    )


def test_the_newer_ones_are_fetched_by_the_last_he_knows(as_bob, alice):
    known, new = post_tweet(author=alice, text="known"), post_tweet(author=alice, text="new")
    assert words(as_bob.get(f"/?after={known.pk}")) == ["new"]
    assert words(as_bob.get(f"/?after={new.pk}")) == []


def test_who_was_away_long_reads_what_lies_between(as_bob, alice, unhurried):
    known = post_tweet(author=alice, text="known")
    said = [post_tweet(author=alice, text=str(number)).text for number in range(65)]
    newer = as_bob.get(f"/?after={known.pk}")
    gap = as_bob.get(f"/?before={newer.context['timeline'].before}&until={known.pk}")
    rest = as_bob.get(f"/?before={gap.context['timeline'].before}&until={known.pk}")
    assert f"&amp;until={known.pk}" in newer.content.decode()
    assert words(newer) + words(gap) + words(rest) == said[::-1]
    assert rest.context["timeline"].before is None


@pytest.mark.parametrize("place", ["before", "after", "order", "until"])
@pytest.mark.parametrize(
    "value", ["", ".", "1.1", f"{'9' * 18}.{'9' * 18}", "x", "-1", "9" * 19, "9" * 40, "1e3", "²", "\0", "<b>", "١٢"]
)
def test_a_place_that_is_none_breaks_nothing(as_bob, alice, place, value):
    post_tweet(author=alice, text="hello")
    assert as_bob.get("/", {place: value}).status_code == 200


def test_a_timeline_costs_the_same_however_long_it_is(as_bob, alice, bob, charlie, django_assert_num_queries):
    """Session, person, muted words; the page of Tweets with authors and likes; their cards; the bar of Fleets; and what stands around it."""
    space = Space.objects.create(host=alice, title="Soon", scheduled_for=timezone.now() + timezone.timedelta(days=1))
    for number in range(3):
        like_tweet(person=charlie, tweet=post_tweet(author=alice, text=str(number), card_path=space.get_absolute_url()))
    as_bob.get("/")  # the first page of a log-in also notes where it was seen
    few = len(_queries(as_bob))
    for number in range(15):
        like_tweet(person=bob, tweet=post_tweet(author=alice, text=str(number), card_path=space.get_absolute_url()))
    with django_assert_num_queries(few):
        as_bob.get("/")
    assert few <= 11


def _queries(client) -> list:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        client.get("/")
    return list(queries)


def test_a_card_of_a_space_stands_in_its_tweet(as_bob, alice):
    space = Space.objects.create(host=alice, title="Bring one sound", started_at=timezone.now(), alive_at=timezone.now())
    post_tweet(author=alice, text="Come in", card_path=space.get_absolute_url())
    html = as_bob.get("/").content.decode()
    assert "space-card" in html
    assert "Bring one sound" in html


def test_a_card_that_leads_nowhere_is_left_out(as_bob, alice):
    Tweet.objects.create(author=alice, text="Come in", card_path="/spaces/1/")
    assert as_bob.get("/").status_code == 200


def test_charlie_follows_nobody_and_is_shown_whom_he_could(client, alice, charlie):
    client.force_login(charlie)
    html = client.get("/").content.decode()
    assert "It is quiet here, for now" in html
    assert 'action="/@alice/follow/"' in html


def test_a_visitor_is_told_what_linnet_is(client, db):
    html = client.get("/").content.decode()
    assert "A small place where people are heard" in html
    assert 'href="/accounts/signup/"' in html


def test_the_side_column_comes_alone(as_bob, alice):
    Space.objects.create(host=alice, title="On air", started_at=timezone.now(), alive_at=timezone.now())
    html = as_bob.get("/around/").content.decode()
    assert "On air" in html
    assert "<html" not in html


def test_no_page_has_inline_styles_or_scripts(as_bob, alice):
    post_tweet(author=alice, text="hello")
    for page in ("/", "/explore/", "/@alice/", "/settings/profile/"):
        html = as_bob.get(page).content.decode()
        assert " style=" not in html
        assert "<style" not in html
        assert " onclick=" not in html
