"""Whom a Tweet concerns: they are told of it once, for the weightiest reason."""

from collections.abc import Collection
from functools import reduce
from operator import or_

from django.db.models import Q

from apps.accounts.models import User
from apps.core import text as words
from apps.graph.access import is_open_to
from apps.notifications import services as notifications
from apps.notifications.models import Notification
from apps.tweets.models import Tweet

MOST_MENTIONED = 50  # people told of one Tweet; more is a flood

_Kind = Notification.Kind


def tell_of_tweet(tweet: Tweet, *, known: Collection[int] | None = None) -> None:
    """Whom it answers, whom it quotes, whom it mentions; of those, whoever may read it. Of a change, only whom it mentions now and
    did not before: `known` are the ids of the others."""
    reasons: dict[int, tuple[User, str]] = {}
    if tweet.answered and known is None:
        reasons[tweet.answered.pk] = tweet.answered, _Kind.REPLY
    if tweet.quoted and known is None:
        reasons.setdefault(tweet.quoted.author_id, (tweet.quoted.author, _Kind.QUOTE))
    for person in mentioned_in(tweet.text):
        reasons.setdefault(person.pk, (person, _Kind.MENTION))
    for person, kind in reasons.values():
        if person != tweet.author and person.pk not in (known or ()) and is_open_to(person, tweet.author):
            notify(person, tweet.author, kind, tweet)


def mentioned_in(text: str) -> list[User]:
    """Of many, the first."""
    handles = words.mentioned(text)[:MOST_MENTIONED]
    return list(User.objects.filter(reduce(or_, (Q(handle__iexact=handle) for handle in handles), Q(pk__in=[]))))


def notify(person: User, actor: User, kind: str, tweet: Tweet) -> None:
    """Tells `person` what `actor` did with `tweet`."""
    notifications.notify(person=person, actor=actor, kind=kind, path=tweet.get_absolute_url(), about=tweet.excerpt)


def take_back(person: User, actor: User, kind: str, tweet: Tweet) -> None:
    """`actor` did not do it, if `person` has not read of it yet."""
    notifications.take_back(person=person, actor=actor, kind=kind, path=tweet.get_absolute_url())
