"""A Tweet among what it answers and what answers it."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import Q

from apps.accounts.models import User
from apps.core.ids import id_in
from apps.core.pages import PAGE_SIZE
from apps.graph.models import Follow
from apps.tweets import replying
from apps.tweets.models import Tweet, TweetQuerySet
from apps.tweets.timelines import ready

MOST_ANCESTORS = 20  # above a Tweet; the topmost leads on
LONGEST_THREAD = 25

Viewer = User | AnonymousUser

# The way up from a Tweet: ids of what it answers, nearest first. An id whose Tweet is gone ends it.
_WAY_UP = """
    WITH RECURSIVE way (id, step) AS (
        SELECT in_reply_to_id, 1 FROM tweets_tweet WHERE id = %s AND in_reply_to_id IS NOT NULL
        UNION ALL
        SELECT above.in_reply_to_id, way.step + 1 FROM way JOIN tweets_tweet above ON above.id = way.id
        WHERE above.in_reply_to_id IS NOT NULL AND way.step < %s
    )
    SELECT id FROM way ORDER BY step DESC
"""


@dataclass(frozen=True)
class Conversation:
    """`ancestors` from the topmost down, None for one that is gone or not open to the viewer; `thread` is how the author went on.

    `after` asks for the next page of replies; `hidden_count` is how many the author of the root hid here.
    """

    tweet: Tweet
    root: Tweet
    ancestors: list[Tweet | None]
    thread: list[Tweet]
    replies: list[Tweet]
    after: str | None
    hidden_count: int
    may_reply: bool
    is_cut: bool
    hides: bool  # whether the viewer began it, and so may hide replies

    @property
    def topmost(self) -> Tweet | None:
        return next((tweet for tweet in self.ancestors if tweet), None)


def conversation_of(tweet: Tweet, viewer: Viewer, *, after: str | None = None, hidden: bool = False) -> Conversation:
    """What a page shows around `tweet`, which `viewer` may read. `after` is where the page of replies before ended; `hidden` asks for
    those that were hidden instead."""
    ancestors, root = _ancestors(tweet, viewer), replying.root_of(tweet)
    thread = [] if hidden or after else _thread(tweet, viewer)
    below = Tweet.objects.visible_to(viewer).unmuted(viewer).filter(in_reply_to=tweet)
    wanted = below.filter(hidden_at__isnull=not hidden).exclude(pk__in=_first_of_thread(tweet, viewer))
    replies, following = _ranked(wanted, tweet, viewer, after)
    ready([tweet, *thread, *replies, *filter(None, ancestors)], viewer)
    return Conversation(
        tweet=tweet,
        root=root,
        ancestors=ancestors,
        thread=thread,
        replies=replies,
        after=following,
        hidden_count=below.filter(hidden_at__isnull=False).count(),
        may_reply=isinstance(viewer, User) and replying.may_reply(viewer, tweet),
        is_cut=len(ancestors) == MOST_ANCESTORS and bool(ancestors[0] and ancestors[0].in_reply_to_id),
        hides=root.author_id == viewer.pk,
    )


def _ancestors(tweet: Tweet, viewer: Viewer) -> list[Tweet | None]:
    if not tweet.in_reply_to_id:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_WAY_UP, [tweet.pk, MOST_ANCESTORS])
        ids = [row[0] for row in cursor.fetchall()]
    found = Tweet.objects.visible_to(viewer).readable_by(viewer).in_bulk(ids)
    return [found.get(tweet_id) for tweet_id in ids]


def _of_thread(tweet: Tweet, viewer: Viewer) -> TweetQuerySet:
    """What the author wrote below in answer to themselves, oldest first: a thread, and asides in it."""
    by_author = Tweet.objects.visible_to(viewer).filter(author=tweet.author, answered=tweet.author, pk__gt=tweet.pk)
    return by_author.filter(root=tweet.root_id or tweet.pk, hidden_at=None).order_by("pk")


def _thread(tweet: Tweet, viewer: Viewer) -> list[Tweet]:
    """How its author went on: the first answer to themselves, the first to that, and so on."""
    below: dict[int, Tweet] = {}
    for one in _of_thread(tweet, viewer).readable_by(viewer)[: 4 * LONGEST_THREAD]:
        below.setdefault(one.in_reply_to_id or 0, one)
    thread: list[Tweet] = []
    last = tweet
    while len(thread) < LONGEST_THREAD and last.pk in below:
        last = below[last.pk]
        thread.append(last)
    return thread


def _first_of_thread(tweet: Tweet, viewer: Viewer) -> TweetQuerySet:
    return _of_thread(tweet, viewer).filter(in_reply_to=tweet).values("pk")[:1]  # type: ignore[return-value]


def _ranked(replies: TweetQuerySet, tweet: Tweet, viewer: Viewer, after: str | None) -> tuple[list[Tweet], str | None]:
    """A page of them: the author's own first, then of people `viewer` follows; within these the most liked, then the oldest.

    One rank after the other, as far as the page has room: each is read in the order of an index, and most pages need one.
    """
    place = _place(after)
    found: list[tuple[int, Tweet]] = []
    for rank, rows in enumerate(_by_rank(replies, tweet, viewer)):
        wanted = _later_than(rows, rank, place) if place else rows
        if len(found) <= PAGE_SIZE and wanted is not None:
            found += [
                (rank, row) for row in wanted.readable_by(viewer).order_by("-like_count", "pk")[: PAGE_SIZE + 1 - len(found)]
            ]
    page = [row for _rank, row in found[:PAGE_SIZE]]
    last = found[PAGE_SIZE - 1] if len(found) > PAGE_SIZE else None
    return page, f"{last[0]}.{last[1].like_count}.{last[1].pk}" if last else None


def _by_rank(replies: TweetQuerySet, tweet: Tweet, viewer: Viewer) -> list[TweetQuerySet]:
    own, followed = Q(author=tweet.author_id), Q(author__in=Follow.objects.by(viewer).values("followed"))
    return [replies.filter(own), replies.filter(~own & followed), replies.filter(~own & ~followed)]


def _later_than(rows: TweetQuerySet, rank: int, place: tuple[int, int, int]) -> TweetQuerySet | None:
    """What of this rank stands behind `place`; None for nothing."""
    rank_at, likes, pk = place
    if rank == rank_at:
        return rows.filter(Q(like_count__lt=likes) | Q(like_count=likes, pk__gt=pk))
    return rows if rank > rank_at else None


def _place(after: str | None) -> tuple[int, int, int] | None:
    """Where a page ended, as it comes from outside; None for anything else."""
    parts = [id_in(part) for part in (after or "").split(".")]
    return (parts[0], parts[1], parts[2]) if len(parts) == 3 and None not in parts else None  # type: ignore[return-value]
