"""Each count is what COUNT(*) would say, whatever happened at the same moment."""

import random

import pytest
from django.db.models import Count, Q

from apps.accounts.closing import delete_account
from apps.core.errors import NotFound
from apps.tweets import marks
from apps.tweets.models import Like, Retweet, Tweet
from apps.tweets.services import delete_tweet, post_tweet
from tests import factories
from tests.together import at_once


def assert_counts_are_right() -> None:
    for tweet in Tweet.objects.all():
        counted = {
            "likes": Like.objects.filter(tweet=tweet).count(),
            "retweets": Retweet.objects.filter(tweet=tweet).count(),
            **Tweet.objects.aggregate(
                replies=Count("pk", filter=Q(in_reply_to=tweet.pk)), quotes=Count("pk", filter=Q(quoted=tweet.pk))
            ),
        }
        kept = {"likes": tweet.like_count, "retweets": tweet.retweet_count}
        assert counted == {**kept, "replies": tweet.reply_count, "quotes": tweet.quote_count}


@pytest.mark.django_db(transaction=True)
def test_fifty_people_at_once(alice):
    tweet = post_tweet(author=alice, text="Good morning")
    people = [factories.person(f"p{number}") for number in range(10)]
    mine = [post_tweet(author=person, text="Indeed", in_reply_to=tweet, quoted=tweet) for person in people]

    def deeds(person, own):
        return [
            lambda: marks.like_tweet(person=person, tweet=tweet),
            lambda: marks.unlike_tweet(person=person, tweet=tweet),
            lambda: marks.retweet(person=person, tweet=tweet),
            lambda: post_tweet(author=person, text="Again", in_reply_to=tweet),
            lambda: delete_tweet(tweet=own),
        ]

    chance = random.Random("linnet")
    all_deeds = [deed for person, own in zip(people, mine, strict=True) for deed in deeds(person, own)]
    chance.shuffle(all_deeds)
    assert set(at_once(all_deeds)) == {"done"}
    tweet.refresh_from_db()
    assert (tweet.retweet_count, tweet.reply_count, tweet.quote_count) == (10, 10, 0)
    assert_counts_are_right()


@pytest.mark.django_db(transaction=True)
def test_deleted_while_others_like_it(alice, bob, charlie):
    tweet = post_tweet(author=alice, text="Good morning")
    answers = at_once(
        [
            lambda: delete_tweet(tweet=tweet),
            lambda: delete_tweet(tweet=Tweet(pk=tweet.pk)),
            lambda: marks.like_tweet(person=bob, tweet=tweet),
            lambda: marks.retweet(person=charlie, tweet=tweet),
            lambda: post_tweet(author=bob, text="Indeed", in_reply_to=tweet),
        ]
    )
    assert set(answers) <= {"done", NotFound().code}
    assert not Like.objects.exists()
    assert not Tweet.objects.filter(pk=tweet.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_deleted_while_others_do_the_same(alice, bob):
    tweets = [post_tweet(author=alice, text=str(number)) for number in range(4)]
    people = [factories.person(f"p{number}") for number in range(4)]
    for tweet in tweets:
        marks.like_tweet(person=bob, tweet=tweet)
        post_tweet(author=bob, text="Indeed", in_reply_to=tweet)
    deeds = [lambda who=who, tweet=tweet: marks.like_tweet(person=who, tweet=tweet) for who in people for tweet in tweets]
    deeds += [lambda who=who: post_tweet(author=who, text="Indeed", in_reply_to=tweets[0]) for who in people]
    assert set(at_once([*deeds, lambda: delete_account(person=bob)])) == {"done"}
    assert_counts_are_right()


@pytest.mark.django_db
def test_who_is_deleted_is_counted_no_more(alice, bob, charlie, tweet):
    marks.like_tweet(person=charlie, tweet=tweet)
    marks.like_tweet(person=bob, tweet=tweet)
    marks.retweet(person=bob, tweet=tweet)
    reply = post_tweet(author=bob, text="Indeed", in_reply_to=tweet)
    post_tweet(author=bob, text="Look", quoted=tweet)
    below = post_tweet(author=charlie, text="Is it?", in_reply_to=reply)
    delete_account(person=bob)
    assert_counts_are_right()
    below.refresh_from_db()
    assert (below.in_reply_to_id, below.answered) == (reply.pk, None)
