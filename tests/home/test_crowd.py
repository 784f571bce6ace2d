"""A seeded crowd: right counts, skewed, and the same again."""

from collections import Counter
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count, F, Q
from django.utils import timezone

from apps.accounts.models import User
from apps.graph.models import Follow, Mute
from apps.home import crowd
from apps.tweets.models import Like, Poll, Retweet, Searchable, Tagging, Tweet
from tests.factories import person

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def fill(chance=1):
    crowd.fill(people=120, tweets=1500, chance=chance, now=NOW)


def test_everything_that_is_counted_is_right():
    fill()
    for count, rows in [
        ("like_count", "likes"),
        ("retweet_count", "retweets"),
        ("reply_count", "replies"),
        ("quote_count", "quotes"),
    ]:
        assert not Tweet.objects.annotate(found=Count(rows)).exclude(**{count: F("found")}).exists(), count
        assert Tweet.objects.filter(**{f"{count}__gt": 0}).exists(), count
    for choice in range(3):
        voted = Count("votes", filter=Q(votes__choice=choice))
        assert not Poll.objects.annotate(found=voted).exclude(**{f"votes_{choice}": F("found")}).exists()
    assert Poll.objects.exists()


def test_few_say_and_draw_much():
    fill()
    said = sorted(Counter(Tweet.objects.values_list("author", flat=True)).values(), reverse=True)
    assert said[0] > 10 * said[len(said) // 2]
    followers = sorted(Counter(Follow.objects.values_list("followed", flat=True)).values(), reverse=True)
    assert followers[0] >= 100
    assert followers[0] > 5 * followers[len(followers) // 2]


def test_all_that_a_home_meets_is_there():
    fill()
    assert User.objects.filter(is_protected=True).exists()
    assert Mute.objects.exists()
    assert Tweet.objects.filter(root__isnull=False, answered=F("author")).exists()
    assert Tagging.objects.exists()
    assert Searchable.objects.count() == Tweet.objects.count()
    answers = Tweet.objects.filter(in_reply_to__isnull=False).select_related("in_reply_to")
    assert all(one.in_reply_to.pk < one.pk and one.answered_id == one.in_reply_to.author_id for one in answers)
    assert all(one.root_id == (one.in_reply_to.root_id or one.in_reply_to_id) for one in answers)
    assert not Tweet.objects.filter(posted_at__gt=NOW).exists()
    assert not Retweet.objects.filter(retweeted_at__gt=NOW + timedelta(seconds=1)).exists()


def _what_there_is() -> list:
    said = Tweet.objects.order_by("pk").values_list("pk", "author__handle", "text", "in_reply_to", "quoted")
    liked = Like.objects.order_by("tweet", "person").values_list("tweet", "person__handle")
    return [list(said), list(liked), sorted(Follow.objects.values_list("follower__handle", "followed__handle"))]


def test_the_same_number_makes_the_same_crowd():
    found = []
    for chance in (1, 1, 2):
        fill(chance)
        found.append(_what_there_is())
        User.objects.all().delete()
    assert found[0] == found[1]
    assert found[0] != found[2]


def test_a_crowd_comes_by_command_and_only_to_an_empty_linnet(capsys):
    call_command("seed", people=40, tweets=50)
    assert (User.objects.count(), Tweet.objects.count()) == (40, 50)
    with pytest.raises(CommandError, match="empty"):
        call_command("seed", people=40, tweets=50)


@pytest.mark.parametrize(("people", "tweets"), [(39, 50), (0, 50), (40, 0), (-1, -1)])
def test_a_crowd_of_nobody_is_none(people, tweets):
    with pytest.raises(CommandError, match="needs"):
        call_command("seed", people=people, tweets=tweets)
    person("alice")
