"""Top: what came to somebody's Home lately, the liveliest first.

The score is points^0.8 / (hours + 2)^1.2, with a point for each like and two for each reply, retweet and quote; twice that for people
whom the reader lately liked or answered. It has the shape that Hacker News made known, where age weighs more (1.8): a Home has fewer
readers than a front page, and who comes once a day should find the best of that day. Of the last 48 hours the newest 300 Tweets and the newest 300
retweets take part, so that a page costs the same however busy a Home is. Two entries with one score stand newest first.

The order is made once, when the reading begins, and kept while it goes on: pages are cut from it, so that none repeats what another
showed, whatever is posted or liked meanwhile. Should the cache lose it, it is made again as of the same moment. What may not be read any
more is left out when its page is fetched.
"""

from datetime import timedelta
from typing import Any

from django.core.cache import cache
from django.db.models import BigIntegerField, Case, F, FilteredRelation, FloatField, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Power

from apps.accounts.models import User
from apps.core.ids import PER_MS, before_id, id_in, new_id
from apps.core.pages import PAGE_SIZE
from apps.graph.hearing import muted_on_home
from apps.tweets.models import Like, Retweet, Tweet
from apps.tweets.models.tweets import shown_with
from apps.tweets.timelines import Timeline, ready

Entry = tuple[int, int]  # the id by which it has its place, that of the Tweet or of the retweet; and the Tweet's

LATELY = timedelta(hours=48)
_CANDIDATES = 300  # of each kind
_FAMILIAR = 200  # the latest likes and the latest replies tell who is familiar
_KEPT_SECONDS = 3600
_PER_HOUR = PER_MS * 3_600_000.0


def top_of(viewer: User, *, before: str | None = None, muted_words: list[str] | None = None) -> Timeline:
    """A page of Top; `before` is that of the page before it, `muted_words` as in `timelines.home_of`."""
    words = muted_on_home(viewer) if muted_words is None else muted_words
    begun, start = _place(before) or (new_id(), 0)
    ranked = _kept(viewer, begun) if start else None
    if ranked is None:
        ranked = _ranked(viewer, words, begun)
    if not start and len(ranked) > PAGE_SIZE:
        cache.set(_key(viewer, begun), ranked, _KEPT_SECONDS)
    end = start + PAGE_SIZE
    return Timeline(
        ready(_entries(viewer, words, ranked[start:end]), viewer), f"{begun}.{end}" if end < len(ranked) else None, order="top"
    )


def is_place(before: str | None) -> bool:
    """Whether this leads to a page of Top, and not of Latest."""
    return _place(before) is not None


def _place(before: str | None) -> tuple[int, int] | None:
    """The moment at which the reading began, as an id, and how many entries come before."""
    parts = [id_in(part) for part in (before or "").split(".")]
    return (parts[0], parts[1]) if len(parts) == 2 and None not in parts else None  # type: ignore[return-value]


def _key(viewer: User, begun: int) -> str:
    return f"top:{viewer.pk}:{begun}"


def _kept(viewer: User, begun: int) -> list[Entry] | None:
    kept: list[Entry] | None = cache.get(_key(viewer, begun))
    return kept


def _ranked(viewer: User, words: list[str], begun: int) -> list[Entry]:
    """The liveliest first."""
    tweets, retweets = _home(viewer, words)
    scored = [*_scored(tweets, viewer, begun, "pk"), *_scored(retweets, viewer, begun, "tweet", "tweet__")]
    return [(entry_id, tweet_id) for _score, entry_id, tweet_id in sorted(scored, reverse=True)]


def _home(viewer: User, words: list[str]) -> tuple[QuerySet[Any], QuerySet[Any]]:
    return Tweet.objects.on_home_of(viewer, words), Retweet.objects.on_home_of(viewer, words)


def _scored(rows: QuerySet[Any], viewer: User, begun: int, tweet: str, start: str = "") -> QuerySet[Any, Any]:
    """Score, id and Tweet of the newest of `rows`; `tweet` is its key there, `start` the way to it."""
    lately = rows.filter(pk__gt=before_id(begun, LATELY), pk__lte=begun).order_by("-pk")
    return lately.values_list(_score(viewer, begun, start), "pk", tweet)[:_CANDIDATES]


def _score(viewer: User, begun: int, start: str) -> Any:
    replies, retweets, quotes = (F(f"{start}{name}_count") for name in ("reply", "retweet", "quote"))
    points = Cast(1 + F(f"{start}like_count") + 2 * (replies + retweets + quotes), FloatField())
    hours = Cast(Value(begun, BigIntegerField()) - F("pk"), FloatField()) / _PER_HOUR
    weight = Case(When(_is_familiar(viewer, f"{start}author"), then=Value(2.0)), default=Value(1.0), output_field=FloatField())
    return weight * Power(points, 0.8) / Power(hours + 2.0, 1.2)


def _is_familiar(viewer: User, author: str) -> Q:
    liked = Like.objects.filter(person=viewer).order_by("-pk").values("tweet")[:_FAMILIAR]
    answered = Tweet.objects.filter(author=viewer).order_by("-pk").values("answered")[:_FAMILIAR]
    by_like, by_reply = Tweet.objects.filter(pk__in=liked).values("author"), User.objects.filter(pk__in=answered).values("pk")
    return (Q(**{f"{author}__in": by_like}) | Q(**{f"{author}__in": by_reply})) & ~Q(**{author: viewer.pk})


def _entries(viewer: User, words: list[str], ranked: list[Entry]) -> list[Any]:
    """What of these still comes to the Home of `viewer`, in this order; one query."""
    tweets, retweets = _home(viewer, words)
    ids, tweet_ids = [entry_id for entry_id, _tweet_id in ranked], [tweet_id for _entry_id, tweet_id in ranked]
    brought = FilteredRelation("retweets", condition=Q(retweets__pk__in=ids))
    still = Q(pk__in=tweets.filter(pk__in=ids).values("pk")) | Q(brought__in=retweets.filter(pk__in=ids).values("pk"))
    rows: Any = Tweet.objects.annotate(brought=brought).filter(still, pk__in=tweet_ids)
    found = {tweet.pk: tweet for tweet in rows.readable_by(viewer).select_related(*shown_with(), "brought__person")}
    return [_as_entry(found[tweet_id], entry_id) for entry_id, tweet_id in ranked if tweet_id in found]


def _as_entry(tweet: Any, entry_id: int) -> Any:
    tweet.entry_id = entry_id
    brought = getattr(tweet, "brought", None)  # not even None where nobody passed it on
    tweet.passed_on_by = brought.person if brought else None
    return tweet
