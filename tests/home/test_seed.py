"""The demo."""

import pytest
from django.core.management import call_command

from apps.accounts.models import User
from apps.dms.models import Message
from apps.fleets.models import Fleet
from apps.fleets.services import post_fleet
from apps.home import demo
from apps.spaces.models import Space
from apps.tweets.models import Tweet
from apps.tweets.services import post_tweet
from tests.factories import person

pytestmark = pytest.mark.django_db


def test_an_empty_linnet_comes_to_life_once(capsys):
    call_command("seed")
    call_command("seed")
    assert User.objects.count() == len(demo.PEOPLE)
    assert Tweet.objects.count() == len(demo.TWEETS) + 1
    assert Space.objects.upcoming().count() == 1
    assert Message.objects.count() == len(demo.MESSAGES)
    assert Fleet.objects.standing().count() == len(demo.FLEETS)
    assert Message.objects.exclude(card_path="").count() == 1
    assert all(person.seeded_at for person in User.objects.all())
    assert demo.PASSWORD in capsys.readouterr().out


def test_what_is_said_now_stands_above_the_demo():
    call_command("seed")
    alice = User.objects.get(handle="alice")
    tweet = post_tweet(author=alice, text="now")
    assert Tweet.objects.order_by("-pk").first() == tweet
    posted = list(Tweet.objects.order_by("pk").values_list("posted_at", flat=True))
    assert posted == sorted(posted)


def test_every_demo_tweet_could_have_been_posted(alice):
    for tweet in demo.TWEETS:
        assert post_tweet(author=alice, text=tweet.text).text == tweet.text
    for fleet in demo.FLEETS:
        assert post_fleet(author=alice, text=fleet.text, paper=fleet.paper).text == fleet.text


def test_where_people_live_the_demo_stays_away(capsys):
    person("alice")
    call_command("seed")
    assert User.objects.count() == 1
    assert demo.PASSWORD not in capsys.readouterr().out
