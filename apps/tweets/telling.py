"""Whom a Tweet concerns: they are told of it once, for the weightiest reason."""

from collections.abc import Collection

from django.db.models.functions import Lower

from apps.accounts.models import User
from apps.core import text as words
from apps.core.ids import id_in
from apps.graph.access import is_open_to
from apps.notifications import services as notifications
from apps.notifications.models import Notification
from apps.tweets.models import Tweet

MOST_MENTIONED = 50  # people told of one Tweet; more is a flood

_Kind = Notification.Kind


def tell_of_tweet(tweet: Tweet, *, known: Collection[int] | None = None) -> None:
    """Whom it answers, whom it quotes, whom it mentions; of those, whoever may read it, which is nobody while it is held. Of a change,
    only whom it mentions now and did not before: `known` are the ids of the others."""
    if tweet.held_at:
        return
    reasons = _taken_up_by(tweet) if known is None else {}
    for person in mentioned_in(tweet.text):
        reasons.setdefault(person.pk, (person, _Kind.MENTION))
    for person, kind in reasons.values():
        if person != tweet.author and person.pk not in (known or ()) and is_open_to(person, tweet.author):
            notify(person, tweet.author, kind, tweet)


def _taken_up_by(tweet: Tweet) -> dict[int, tuple[User, str]]:
    """Whom it answers and whom it quotes, and why each is told."""
    reasons: dict[int, tuple[User, str]] = {}
    if tweet.answered:
        reasons[tweet.answered.pk] = tweet.answered, _Kind.REPLY
    if tweet.quoted:
        reasons.setdefault(tweet.quoted.author_id, (tweet.quoted.author, _Kind.QUOTE))
    return reasons


def mentioned_in(text: str) -> list[User]:
    """Of many, the first."""
    handles = [handle.lower() for handle in words.mentioned(text)[:MOST_MENTIONED]]
    return list(User.objects.annotate(lower=Lower("handle")).filter(lower__in=handles))  # as their index has them


def notify(person: User, actor: User, kind: str, tweet: Tweet) -> None:
    """Tells `person` what `actor` did with `tweet`."""
    notifications.notify(
        person=person, actor=actor, kind=kind, path=tweet.get_absolute_url(), about=tweet.excerpt, words=tweet.all_words
    )


def take_back(person: User, actor: User, kind: str, tweet: Tweet) -> None:
    """`actor` did not do it, if `person` has not read of it yet."""
    notifications.take_back(person=person, actor=actor, kind=kind, path=tweet.get_absolute_url())


def is_open(person: User, _actor: User | None, path: str) -> bool:
    """Whether `person` may read the Tweet at `path`."""
    tweet_id = id_in(path.removeprefix("/tweets/").rstrip("/")) or 0
    return Tweet.objects.visible_to(person).filter(pk=tweet_id).exists()
