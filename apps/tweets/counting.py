"""How often others did something with a Tweet: columns of its row, changed in the transaction that changes what is counted.

The rows are the truth: each count is what `COUNT(*)` would say. Whoever changes one takes turns on the Tweet's row first.
"""

from collections.abc import Iterable

from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from apps.accounts.models import User
from apps.core.errors import NotFound
from apps.realtime import events, push
from apps.tweets.models import MOST_OPTIONS, Like, Poll, Retweet, Tweet, Vote

_AT_ONCE = 500  # rows


def take_turn(*tweet_ids: int) -> None:
    """Nobody else counts on these, nor deletes them, until the transaction ends. Raises NotFound if one is gone."""
    if hold(*tweet_ids) != set(tweet_ids):
        raise NotFound


def hold(*tweet_ids: int | None) -> set[int]:
    """The same for those that are still there, whose ids it returns."""
    wanted = {tweet_id for tweet_id in tweet_ids if tweet_id}
    rows = Tweet.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk")
    return set(rows.values_list("pk", flat=True)) if wanted else set()


def count(tweet_id: int | None, **steps: int) -> None:
    """One more or one less, as in `count(tweet.pk, like_count=1)`; nothing for no Tweet, or one that is gone."""
    if tweet_id and Tweet.objects.filter(pk=tweet_id).update(**{name: F(name) + step for name, step in steps.items()}):
        push.to_topic(events.about_tweet(tweet_id), events.TweetCounted(tweet=str(tweet_id)))


def count_without(person: User) -> None:
    """Before `person` is deleted: what they liked, retweeted, answered, quoted and voted for is counted as it will be then.

    All of it is held first, their own Tweets too: what others do with it meanwhile waits until `person` is gone.
    """
    liked, passed_on = Like.objects.filter(person=person), Retweet.objects.filter(person=person)
    said, voted = Tweet.objects.filter(author=person), Vote.objects.filter(person=person)
    touched = [(liked, "tweet"), (passed_on, "tweet"), (said, "in_reply_to"), (said, "quoted"), (said, "pk"), (voted, "poll")]
    _hold_many({tweet_id for rows, key in touched for tweet_id in rows.values_list(key, flat=True)} - {None})
    for (rows, key), name in zip(touched, ("like_count", "retweet_count", "reply_count", "quote_count"), strict=False):
        others = Tweet.objects.exclude(author=person).filter(pk__in=rows.values(key))
        others.update(**{name: Greatest(F(name) - _counted(rows, key), 0)})  # a wrong count keeps nobody from leaving
    for choice in range(MOST_OPTIONS):
        voted_for = voted.filter(choice=choice)
        Poll.objects.filter(pk__in=voted_for.values("poll")).update(**{f"votes_{choice}": F(f"votes_{choice}") - 1})


def _hold_many(tweet_ids: set[int]) -> None:
    """One after the other by their ids, as everybody does."""
    ordered = sorted(tweet_ids)
    for start in range(0, len(ordered), _AT_ONCE):
        hold(*ordered[start : start + _AT_ONCE])


def recount(tweets: Iterable[int]) -> None:
    """Counts anew on these Tweets, given by id: after rows were made past the services, as a seed does."""
    some = Tweet.objects.filter(pk__in=list(tweets))
    _recount(some, "like_count", Like.objects.all(), "tweet")
    _recount(some, "retweet_count", Retweet.objects.all(), "tweet")
    _recount(some, "reply_count", Tweet.objects.all(), "in_reply_to")
    _recount(some, "quote_count", Tweet.objects.all(), "quoted")


def _recount(tweets: QuerySet[Tweet], name: str, rows: QuerySet, key: str) -> None:
    tweets.update(**{name: _counted(rows, key)})


def _counted(rows: QuerySet, key: str) -> Coalesce:
    """How many of `rows` there are of a Tweet."""
    counted = rows.filter(**{key: OuterRef("pk")}).order_by().values(key).annotate(found=Count("pk")).values("found")
    return Coalesce(Subquery(counted), 0)
