"""Posting, deleting, liking."""

from functools import reduce
from operator import or_

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.accounts import restrictions
from apps.accounts.models import User
from apps.core import cards, written
from apps.core import text as words
from apps.core.errors import Refused
from apps.graph.access import is_open_to
from apps.notifications import services as notifications
from apps.notifications.models import Notification
from apps.realtime import events, push
from apps.tweets.models import LENGTH_LIMIT, STORED_LIMIT, Like, Tweet

MOST_MENTIONED = 50  # people told of one Tweet; more is a flood


@transaction.atomic
def post_tweet(*, author: User, text: str, card_path: str = "", is_reviewed: bool = True) -> Tweet:
    """Posts `text` for those who follow `author`; `card_path` is the internal address of what is shown below it,
    else the first link in `text` that leads to something with a card.

    Raises Refused: restricted; tweet_empty, tweet_too_long, card_unknown; review_first, unless its author has reviewed it.
    """
    restrictions.check_not_barred(author, restrictions.Restriction.Kind.FROZEN)
    text = _checked(text)
    if not is_reviewed:
        written.ask_first("tweet", text, author)
    tweet = Tweet.objects.create(author=author, text=text, card_path=cards.chosen(author, text, card_path))
    written.tell("tweet", tweet.pk)
    tell_mentioned(tweet)
    push.to_topic(events.by_author(author.pk), events.TweetPosted(tweet=str(tweet.pk), author=str(author.pk)))
    return tweet


def tell_mentioned(tweet: Tweet) -> None:
    """Tells whom `tweet` mentions, if they may read it; of many, the first."""
    handles = words.mentioned(tweet.text)[:MOST_MENTIONED]
    named = User.objects.filter(reduce(or_, (Q(handle__iexact=handle) for handle in handles), Q(pk__in=[])))
    for person in named:
        if is_open_to(person, tweet.author):
            _notify(person, tweet.author, Notification.Kind.MENTION, tweet)


def _notify(person: User, actor: User, kind: str, tweet: Tweet) -> None:
    notifications.notify(person=person, actor=actor, kind=kind, path=tweet.get_absolute_url(), about=tweet.text)


def _checked(text: str) -> str:
    text = words.cleaned(text)
    if words.is_blank(text):
        raise Refused("tweet_empty", _("A Tweet needs words that can be seen."))
    if len(text) > STORED_LIMIT or words.weighted_length(text) > LENGTH_LIMIT:
        raise Refused("tweet_too_long", _("A Tweet has room for %d characters.") % LENGTH_LIMIT)
    return text


@transaction.atomic
def delete_tweet(*, tweet: Tweet) -> None:
    """Takes a Tweet back, for everybody and for good. Whose it is was checked by `access.own_tweet`."""
    notifications.forget(path=tweet.get_absolute_url())
    tweet.delete()


@transaction.atomic
def like_tweet(*, person: User, tweet: Tweet) -> None:
    """Likes; twice is once."""
    if Like.objects.get_or_create(person=person, tweet=tweet)[1]:
        _notify(tweet.author, person, Notification.Kind.LIKE, tweet)


@transaction.atomic
def unlike_tweet(*, person: User, tweet: Tweet) -> None:
    """Takes back a like, if there is one."""
    if Like.objects.filter(person=person, tweet=tweet).delete()[0]:
        path = tweet.get_absolute_url()
        notifications.take_back(person=tweet.author, actor=person, kind=Notification.Kind.LIKE, path=path)
