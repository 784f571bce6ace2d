"""Keeping a Tweet from others until a moderator decides, or for good; and giving it back."""

from django.db import transaction
from django.utils import timezone

from apps.notifications import services as notifications
from apps.tweets.models import Tweet
from apps.tweets.telling import tell_of_tweet


@transaction.atomic
def hold_tweet(*, tweet_id: int) -> bool:
    """Only its author sees it now, and nobody is told of it any more. Returns whether it is held."""
    if not _change(tweet_id, removed_at=None, to={"held_at": timezone.now()}):
        return False
    _forget(tweet_id)
    return True


@transaction.atomic
def let_tweet_go(*, tweet_id: int) -> None:
    """Everybody sees it, and whom it concerns is told; changes nothing unless it was held."""
    if _change(tweet_id, removed_at=None, held_at__isnull=False, to={"held_at": None}):
        tell_of_tweet(Tweet.objects.select_related("author", "answered", "quoted__author").get(pk=tweet_id))


@transaction.atomic
def remove_tweet(*, tweet_id: int) -> None:
    """Nobody sees it, nor is told of it; it is kept, so that an appeal can bring it back."""
    _change(tweet_id, to={"removed_at": timezone.now(), "held_at": None})
    _forget(tweet_id)


def restore_tweet(*, tweet_id: int) -> None:
    """Everybody sees it again. Nobody is told: it is old."""
    _change(tweet_id, to={"removed_at": None})


def _change(tweet_id: int, *, to: dict[str, object], **if_so: object) -> bool:
    return bool(Tweet.objects.filter(pk=tweet_id, **if_so).update(**to))


def _forget(tweet_id: int) -> None:
    """What one is told quotes it."""
    for tweet in Tweet.objects.filter(pk=tweet_id):
        notifications.forget(path=tweet.get_absolute_url())
