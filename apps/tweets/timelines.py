"""Pages of Tweets, ready to be shown."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from apps.accounts.models import User
from apps.core import cards, pages
from apps.core.ids import id_in
from apps.tweets.models import Tweet, TweetQuerySet

NEWER_LIMIT = 40


@dataclass(frozen=True)
class Timeline:
    """Tweets newest first; `before` leads to the older ones, `gap` says that there are more between these and the known."""

    tweets: list[Tweet]
    before: int | None = None
    gap: bool = False


def timeline_of(tweets: TweetQuerySet, viewer: User | AnonymousUser, *, before: str | None = None) -> Timeline:
    """A page of `tweets` older than the id `before`; the number of queries does not depend on how many there are."""
    page = pages.page_of(tweets.readable_by(viewer), before=before)
    return Timeline(with_cards(page.items, viewer), page.before)


def newer_than(tweets: TweetQuerySet, viewer: User | AnonymousUser, after: str) -> Timeline:
    """The `tweets` posted after the one with id `after`; none if that is no id."""
    last_seen = id_in(after)
    if last_seen is None:
        return Timeline([])
    page = pages.page_of(tweets.readable_by(viewer).filter(pk__gt=last_seen), size=NEWER_LIMIT)
    return Timeline(with_cards(page.items, viewer), gap=page.before is not None)


def with_cards(tweets: list[Tweet], viewer: User | AnonymousUser) -> list[Tweet]:
    """The same Tweets, each with the `card` it shows, or None."""
    found = cards.cards_for(viewer, (tweet.card_path for tweet in tweets))
    for tweet in tweets:
        tweet.card = found.get(tweet.card_path)  # type: ignore[attr-defined]
    return tweets
