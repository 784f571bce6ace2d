"""Pages of Tweets, ready to be shown. However many there are, the number of queries is the same."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from apps.accounts.models import Answerers, User
from apps.core import cards, pages
from apps.core.ids import id_in
from apps.graph.hearing import muted_on_home
from apps.tweets.models import Bookmark, Like, Retweet, Tweet, TweetQuerySet
from apps.tweets.replying import is_mentioned

NEWER_LIMIT = 40

Viewer = User | AnonymousUser


@dataclass(frozen=True)
class Timeline:
    """Tweets newest first; `before` leads to the older ones, `gap` says that there are more between these and the known.

    What somebody passed on has them as its `passed_on_by`; `entry_id` tells where a Tweet stands in the timeline.
    """

    tweets: list[Tweet]
    before: int | None = None
    gap: bool = False


def home_of(viewer: User, *, before: str | None = None) -> Timeline:
    """What the people `viewer` follows posted and passed on, each Tweet once."""
    return _page(_home_rows(viewer), viewer, before=before)


def newer_on_home_of(viewer: User, after: str) -> Timeline:
    """The same, after the entry with id `after`; none if that is no id."""
    last_seen = id_in(after)
    if last_seen is None:
        return Timeline([])
    page = _page([rows.filter(pk__gt=last_seen) for rows in _home_rows(viewer)], viewer, size=NEWER_LIMIT)
    return Timeline(page.tweets, gap=page.before is not None)


def _home_rows(viewer: User) -> list[QuerySet[Any]]:
    words = muted_on_home(viewer)
    return [Tweet.objects.on_home_of(viewer, words), Retweet.objects.on_home_of(viewer, words)]


def timeline_of(tweets: TweetQuerySet, viewer: Viewer, *, before: str | None = None) -> Timeline:
    """A page of `tweets` older than the id `before`."""
    return _page([tweets], viewer, before=before)


def listed(tweets: list[Tweet], viewer: Viewer, *, before: int | None = None) -> Timeline:
    """These `tweets`, which were read as a page shows them."""
    return Timeline(ready([_as_tweet(tweet) for tweet in tweets], viewer), before)


def tweets_of(person: User, viewer: Viewer, *, before: str | None = None) -> Timeline:
    """What `person` began or passed on."""
    said = Tweet.objects.visible_to(viewer).filter(author=person, pin=None).opening()
    return _page([said, Retweet.objects.visible_to(viewer).filter(person=person)], viewer, before=before)


def pinned_by(person: User, viewer: Viewer) -> Tweet | None:
    """What `person` wants to be read first, ready to be shown."""
    found = Tweet.objects.visible_to(viewer).readable_by(viewer).filter(pin__person=person).first()
    return ready([found], viewer)[0] if found else None


def replies_of(person: User, viewer: Viewer, *, before: str | None = None) -> Timeline:
    """All that `person` wrote, answers too."""
    return timeline_of(Tweet.objects.visible_to(viewer).filter(author=person), viewer, before=before)


def pictures_of(person: User, viewer: Viewer, *, before: str | None = None) -> Timeline:
    """What `person` posted with pictures."""
    return timeline_of(Tweet.objects.visible_to(viewer).filter(author=person).with_pictures(), viewer, before=before)


def liked_by(person: User, viewer: Viewer, *, before: str | None = None) -> Timeline:
    """What `person` likes, the latest first."""
    return _page([Like.objects.visible_to(viewer).filter(person=person)], viewer, before=before)


def kept_by(person: User, *, before: str | None = None) -> Timeline:
    """The bookmarks of `person`, the latest first; for nobody else."""
    return _page([Bookmark.objects.visible_to(person).filter(person=person)], person, before=before)


def _page(kinds: Iterable[QuerySet[Any]], viewer: Viewer, *, before: str | None = None, size: int = pages.PAGE_SIZE) -> Timeline:
    """Of Tweets, and of marks on Tweets, whose ids share one order."""
    found = [pages.page_of(rows.readable_by(viewer), before=before, size=size) for rows in kinds]  # type: ignore[attr-defined]
    rows = sorted((row for page in found for row in page.items), key=lambda row: -row.pk)
    has_more = len(rows) > size or any(page.before for page in found)
    tweets = [_as_tweet(row) for row in rows[:size]]
    return Timeline(ready(tweets, viewer), tweets[-1].entry_id if has_more and tweets else None)  # type: ignore[attr-defined]


def _as_tweet(row: Any) -> Any:
    tweet: Any = row if isinstance(row, Tweet) else row.marked_tweet
    tweet.entry_id = row.pk
    tweet.passed_on_by = row.person if isinstance(row, Retweet) else None
    return tweet


def ready(tweets: list[Tweet], viewer: Viewer) -> list[Tweet]:
    """The same Tweets, each with the `card` it shows, or None, and whether `viewer` may answer it (`is_answerable`).

    One query per kind of card. Of an answer only its conversation tells who may answer; here it passes for open.
    """
    found = cards.cards_for(viewer, (tweet.card_path for tweet in tweets))
    for tweet in tweets:
        tweet.card = found.get(tweet.card_path)  # type: ignore[attr-defined]
        tweet.is_answerable = bool(tweet.root_id) or _is_answerable(tweet, viewer)  # type: ignore[attr-defined]
    return tweets


def _is_answerable(tweet: Any, viewer: Viewer) -> bool:
    if tweet.replies_from == Answerers.EVERYONE or tweet.author_id == viewer.pk:
        return True
    by_follow = tweet.replies_from == Answerers.FOLLOWED and tweet.is_known_to_author
    return by_follow or (isinstance(viewer, User) and is_mentioned(viewer, tweet))
