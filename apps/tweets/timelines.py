"""Pages of Tweets, ready to be shown. However many there are, the number of queries is the same."""

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.db.models import F, QuerySet, Value

from apps.accounts.models import Answerers, User
from apps.core import cards, pages
from apps.core.ids import id_in
from apps.graph.hearing import heard_by, muted_on_home
from apps.tweets.models import Bookmark, Like, Pin, Retweet, RetweetQuerySet, Tweet, TweetQuerySet
from apps.tweets.newest import Newest, newest_of
from apps.tweets.replying import is_mentioned

NEWER_LIMIT = 40
_LOOKS = (
    5,
    20,
    80,
    320,
)  # rows for each that a page has room for: in the first look, and in further ones while there is nothing to show

Viewer = User | AnonymousUser
Kinds = tuple[TweetQuerySet, RetweetQuerySet]


@dataclass(frozen=True)
class Timeline:
    """Tweets newest first, unless `order` says "top"; `before` leads to the older ones, which end at the id `until` if there is one.

    What somebody passed on has them as its `passed_on_by`; `entry_id` tells where a Tweet stands in the timeline.
    """

    tweets: list[Tweet]
    before: int | str | None = None
    until: int | None = None
    order: str = "latest"


def home_of(
    viewer: User, *, before: str | None = None, until: str | None = None, muted_words: list[str] | None = None
) -> Timeline:
    """What the people `viewer` follows posted and passed on, each Tweet once; with `until` only what is newer than the entry with that id.

    `muted_words` are those of `hearing.muted_on_home`; without them they are asked for here.
    """
    return said_by_many(heard_by(viewer), _home_rows(viewer, muted_words), viewer, before=before, after=id_in(until))


def newer_on_home_of(viewer: User, after: str) -> Timeline:
    """The newest after the entry with id `after`; none if that is no id."""
    last_seen = id_in(after)
    if last_seen is None:
        return Timeline([])
    return said_by_many(heard_by(viewer), _home_rows(viewer), viewer, after=last_seen, size=NEWER_LIMIT)


def _home_rows(viewer: User, muted_words: list[str] | None = None) -> Kinds:
    """Of what people said of whom `heard_by` knows that `viewer` hears them."""
    words = muted_on_home(viewer) if muted_words is None else muted_words
    return Tweet.objects.told_on_home_of(viewer, words), Retweet.objects.on_home_of(viewer, words)


def said_by_many(
    people: QuerySet[Any],
    kinds: Kinds,
    viewer: Viewer,
    *,
    before: str | None = None,
    after: int | None = None,
    size: int = pages.PAGE_SIZE,
) -> Timeline:
    """A page of what `people`, a query for ids, posted and passed on, as far as `kinds` have it; fast however many they are.

    It looks at a stretch of all they did, and what `kinds` leave out of this may make the page short; only if nothing is left, at another,
    and after four of them the page is empty and leads on.
    """
    lowest = id_in(before)
    for looks in _LOOKS:
        newest = newest_of(people, most=looks * size, before=lowest, after=after)
        entries = _entries(kinds, newest)
        if entries or newest.floor is None:
            break
        lowest = newest.floor
    shown = entries[:size]
    return Timeline(_shown(shown, viewer), shown[-1].entry_id if len(entries) > size else newest.floor, until=after)


class _Entry(NamedTuple):
    """Where a Tweet stands in a timeline, and by whom it was passed on; empty for nobody."""

    entry_id: int
    tweet_id: int
    person_id: int
    handle: str
    name: str

    @property
    def passed_on_by(self) -> User | None:
        """With no more than a page tells of them."""
        return User.from_db(None, ["id", "handle", "name"], [self.person_id, self.handle, self.name]) if self.person_id else None


def _entries(kinds: Kinds, newest: Newest) -> list[_Entry]:
    """What of `newest` is in `kinds`, newest first; one query."""
    said = kinds[0].filter(pk__in=newest.tweets).annotate(tweet_id=F("pk"), by=Value(0), handle=Value(""), name=Value(""))
    passed_on = (
        kinds[1].filter(pk__in=newest.retweets).annotate(by=F("person_id"), handle=F("person__handle"), name=F("person__name"))
    )
    columns = ("pk", "tweet_id", "by", "handle", "name")
    return sorted(map(_Entry._make, said.values_list(*columns).union(passed_on.values_list(*columns), all=True)), reverse=True)


def _shown(entries: list[_Entry], viewer: Viewer) -> list[Tweet]:
    """Their Tweets, ready to be shown; without those that were deleted meanwhile."""
    found = Tweet.objects.readable_by(viewer).in_bulk([entry.tweet_id for entry in entries])
    tweets: list[Any] = []
    for entry in entries:
        if entry.tweet_id in found:
            tweet: Any = copy(found[entry.tweet_id])  # for it may stand here twice
            tweet.entry_id, tweet.passed_on_by = entry.entry_id, entry.passed_on_by
            tweets.append(tweet)
    return ready(tweets, viewer)


def timeline_of(tweets: TweetQuerySet, viewer: Viewer, *, before: str | None = None) -> Timeline:
    """A page of `tweets` older than the id `before`."""
    return _page([tweets], viewer, before=before)


def listed(tweets: list[Tweet], viewer: Viewer, *, before: int | None = None) -> Timeline:
    """These `tweets`, which were read as a page shows them."""
    return Timeline(ready([_as_tweet(tweet) for tweet in tweets], viewer), before)


def tweets_of(person: User, viewer: Viewer, *, before: str | None = None) -> Timeline:
    """What `person` began or passed on."""
    pinned = Pin.objects.filter(person=person).values("tweet")  # for a join PostgreSQL would read all that they said
    said = Tweet.objects.visible_to(viewer).filter(author=person).exclude(pk__in=pinned).opening()
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
