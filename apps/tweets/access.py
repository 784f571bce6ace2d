"""The only door for ids of Tweets that come from outside."""

from django.contrib.auth.models import AnonymousUser

from apps.accounts.models import User
from apps.core.errors import NotFound
from apps.core.ids import id_in
from apps.tweets.models import Tweet


def tweet_for(viewer: User | AnonymousUser, tweet_id: object) -> Tweet:
    """A Tweet that `viewer` may read, with all that a page shows of it. Raises NotFound."""
    return _found(Tweet.objects.visible_to(viewer).readable_by(viewer).filter(pk=id_in(tweet_id) or 0).first())


def own_tweet(author: User, tweet_id: object) -> Tweet:
    """A Tweet that `author` posted. Raises NotFound, also for somebody else's."""
    return _found(Tweet.objects.select_related("author").filter(author=author, pk=id_in(tweet_id) or 0).first())


def reply_to_hide(person: User, tweet_id: object) -> Tweet:
    """Somebody else's reply in a conversation that `person` began. Raises NotFound."""
    replies = Tweet.objects.visible_to(person).filter(root__author=person).exclude(author=person)
    return _found(replies.filter(pk=id_in(tweet_id) or 0).first())


def _found(tweet: Tweet | None) -> Tweet:
    if tweet is None:
        raise NotFound
    return tweet
