"""The only door for ids of Tweets that come from outside."""

from django.contrib.auth.models import AnonymousUser

from apps.accounts.models import User
from apps.core.errors import NotFound
from apps.tweets.models import Tweet


def tweet_for(viewer: User | AnonymousUser, tweet_id: int) -> Tweet:
    """A Tweet that `viewer` may read, with all that a page shows of it. Raises NotFound."""
    return _found(Tweet.objects.visible_to(viewer).readable_by(viewer).filter(pk=tweet_id).first())


def own_tweet(author: User, tweet_id: int) -> Tweet:
    """A Tweet that `author` posted. Raises NotFound, also for somebody else's."""
    return _found(Tweet.objects.filter(author=author, pk=tweet_id).first())


def _found(tweet: Tweet | None) -> Tweet:
    if tweet is None:
        raise NotFound
    return tweet
