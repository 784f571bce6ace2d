"""What many people write about of a sudden."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser, Permission
from django.core.cache import cache
from django.utils import timezone

from apps.accounts.restrictions import Restriction, restrict
from apps.core.errors import NotFound
from apps.core.ids import id_of
from apps.graph import muting, protecting
from apps.moderation.models import LogEntry
from apps.tweets import trends
from apps.tweets.hashtags import note_hashtags
from apps.tweets.models import Trend, Tweet
from apps.tweets.services import post_tweet
from apps.tweets.withholding import hold_tweet
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(alice, bob, charlie, dave):
    return [alice, bob, charlie, dave]


def shown(viewer=None) -> list[str]:
    trends.count_trends()
    return [trend.hashtag.shown for trend in Trend.objects.found_by(viewer or AnonymousUser())]


def days_ago(days: float, author, text: str) -> None:
    at = timezone.now() - timedelta(days=days)
    note_hashtags([Tweet.objects.create(id=id_of(at), author=author, text=text, posted_at=at)])


def test_three_people_make_a_trend_and_the_one_that_rises_most_is_first(people):
    for person in people[:3]:
        post_tweet(author=person, text="#dawn #noon")
    post_tweet(author=people[3], text="#Dawn")
    assert shown() == ["dawn", "noon"]
    assert Trend.objects.get(hashtag__name="dawn").people_count == 4


def test_nobody_makes_a_trend_alone_nor_do_two(alice, bob):
    for number in range(20):
        post_tweet(author=alice, text=f"#me {number}")
    post_tweet(author=bob, text="#me too")
    assert shown() == []


def test_what_is_always_there_is_no_trend(people):
    for person in people:
        post_tweet(author=person, text="#daily")
        for days in range(1, 8):
            days_ago(days + 0.5, person, "#daily")
    for person in people[:3]:
        post_tweet(author=person, text="#new")
        days_ago(2, person, "#new")
    assert shown() == ["new"]


def test_what_is_over_is_forgotten(people):
    for person in people:
        days_ago(0.9, person, "#dawn")
    assert shown() == ["dawn"]
    trends.count_trends(timezone.now() + timedelta(days=1))
    assert not Trend.objects.exists()


def test_only_what_everybody_may_read_counts(people):
    alice, bob, charlie, _dave = people
    said = {person: post_tweet(author=person, text="#dawn") for person in people}
    protecting.set_protected(person=alice, is_protected=True)
    assert shown() == ["dawn"]
    hold_tweet(tweet_id=said[bob].pk)
    assert shown() == []
    post_tweet(author=bob, text="#dawn again")
    assert shown() == ["dawn"]
    restrict(person=charlie, kind=Restriction.Kind.REACH, until=None)
    assert shown() == []


@pytest.mark.parametrize("words", ["dawn", "#DAWN"])
def test_who_mutes_a_word_does_not_meet_it_as_a_trend(people, words):
    for person in people:
        post_tweet(author=person, text="#dawn")
    muting.mute_words(person=people[0], words=words, lifetime="forever")
    assert (shown(people[0]), shown(people[1])) == ([], ["dawn"])


def test_a_hidden_trend_stays_hidden(people):
    for person in people:
        post_tweet(author=person, text="#dawn")
    trends.count_trends()
    trends.hide_trend(tag="Dawn")
    assert shown() == []
    trends.count_trends(timezone.now() + timedelta(days=3))  # nobody uses it
    assert shown() == []
    trends.show_trend(tag="dawn")
    assert shown() == ["dawn"]
    with pytest.raises(NotFound):
        trends.hide_trend(tag="never_used")


def test_a_moderator_hides_it_from_the_page_and_the_log_tells(client, people, mod):
    mod.user_permissions.add(Permission.objects.get(codename="moderate"))
    for person in people:
        post_tweet(author=person, text="#dawn")
    trends.count_trends()
    client.force_login(mod)
    assert "/moderation/trends/dawn/" in client.get("/explore/").content.decode()
    assert client.post("/moderation/trends/dawn/").url == "/explore/"
    assert "Hidden from the trends" in client.get("/explore/").content.decode()
    client.post("/moderation/trends/dawn/", {"undo": "1"})
    assert [entry.action for entry in LogEntry.objects.order_by("number")] == ["trend_hidden", "trend_shown"]
    client.force_login(people[0])
    page = client.get("/explore/").content.decode()
    assert "#<bdi>" in page or "#dawn" in page
    assert "/moderation/trends/" not in page
    assert client.post("/moderation/trends/dawn/").status_code == 404


def test_a_count_that_is_old_is_not_shown(people):
    for person in people:
        post_tweet(author=person, text="#dawn")
    trends.count_trends()
    Trend.objects.update(counted_at=timezone.now() - timedelta(hours=2))
    assert not Trend.objects.found_by(people[0]).exists()


def test_trends_stand_beside_every_page(client, people):
    for person in people:
        post_tweet(author=person, text="#dawn")
    trends.count_trends()
    cache.clear()
    client.force_login(factories.person("erin"))
    assert "4 people in 24 hours" in client.get("/").content.decode()
