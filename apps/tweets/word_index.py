"""The index by which Tweets are found, in the two dialects. What is looked for is put the same way to both, so both find the same.

A Tweet's terms are those of its words, a mark, those of its other words, and behind one more mark its #hashtags, its @mentions and its
facets. Facets are terms as well (`¶by7`, by whom; `¶to7`, in answer to whom; `¶media`, `¶voice`, `¶space`), so that the index alone answers.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from apps.core import text
from apps.core.terms import terms_of
from apps.tweets.models.searching import Searchable
from apps.tweets.questions import mark_term

EVERY = "¶"  # a term of all Tweets; people can't ask for it
_SPACES = ("/spaces/", "/i/")

# How many of the newest Tweets PostgreSQL looks through one by one, before it asks its index for all that match: first so many, then, if
# they hold enough to expect the rest soon, as many as that takes. What is not even among these is rare enough to have its Tweets sorted.
_NEWEST, _NEWEST_AT_MOST = 4000, 32_000  # 32,000 take 50 ms; two common words that seldom stand together, 130 ms by the index
_MARGIN = 1.5  # of what to expect


@dataclass(frozen=True)
class Terms:
    """Terms to look for: one phrase of each group in `wanted`, and none of `unwanted`."""

    wanted: list[list[tuple[str, ...]]] = field(default_factory=list)
    unwanted: list[tuple[str, ...]] = field(default_factory=list)


def keep(tweets: Iterable[Any]) -> None:
    """Makes `tweets` be found by what they say now, instead of what they said before."""
    rows = [Searchable(tweet_id=tweet.pk, terms=" ".join(terms_for(tweet))) for tweet in tweets]
    Searchable.objects.bulk_create(rows, update_conflicts=True, unique_fields=["tweet"], update_fields=["terms"])


def repair() -> None:
    """Lets SQLite make its FTS5 table anew from the terms; what PostgreSQL made of them is part of their rows."""
    if connection.vendor != "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO tweets_search(tweets_search) VALUES ('rebuild')")


def terms_for(tweet: Any) -> list[str]:
    """All terms of `tweet`, which may be a row as a migration has it."""
    marks = [*(f"#{tag}" for tag in text.tagged(tweet.text)), *(f"@{handle}" for handle in text.mentioned(tweet.text))]
    return [*terms_of(tweet.text), EVERY, *terms_of(tweet.other_words), EVERY, *map(mark_term, marks), *_facets(tweet)]


def _facets(tweet: Any) -> list[str]:
    return [
        facet("by", tweet.author_id),
        *([facet("to", tweet.answered_id)] if tweet.answered_id else []),
        *([facet("media")] if tweet.picture_count else []),
        *([facet("voice")] if getattr(tweet, "clip_id", None) else []),  # rows of older migrations know no sound
        *([facet("space")] if tweet.card_path.startswith(_SPACES) else []),
    ]


def facet(name: str, value: object = "") -> str:
    return f"{EVERY}{name}{value}"


def newest(terms: Terms, *, since: int, before: int, limit: int) -> list[int]:
    """The ids of the newest Tweets that have `terms`, newest first: from the id `since` on, below the id `before`, at most `limit`."""
    return (_newest_in_postgres if connection.vendor == "postgresql" else _newest_in_sqlite)(terms, since, before, limit)


# ---- SQLite ----------------------------------------------------------------------------------------------------------


def _newest_in_sqlite(terms: Terms, since: int, before: int, limit: int) -> list[int]:
    """FTS5 walks its lists from the newest on, and stops when there are enough."""
    statement = (
        "SELECT rowid FROM tweets_search WHERE tweets_search MATCH %s AND rowid >= %s AND rowid < %s ORDER BY rowid DESC LIMIT %s"
    )
    return _ids(statement, [_for_fts5(terms), since, before, limit])


def _for_fts5(terms: Terms) -> str:
    wanted = " AND ".join(_any_for_fts5(group) for group in terms.wanted or [[(EVERY,)]])
    return f"({wanted}) NOT {_any_for_fts5(terms.unwanted)}" if terms.unwanted else wanted


def _any_for_fts5(phrases: list[tuple[str, ...]]) -> str:
    """Terms hold no quotes."""
    return "(" + " OR ".join('"{}"'.format(" ".join(phrase)) for phrase in phrases) + ")"


# ---- PostgreSQL ------------------------------------------------------------------------------------------------------


def _newest_in_postgres(terms: Terms, since: int, before: int, limit: int) -> list[int]:
    """Its index knows no order, and of a common word it would sort all Tweets there are: so first the newest, then the index."""
    asked = _for_tsquery(terms)
    looked_at, found = _NEWEST, _among_newest(_NEWEST, asked, since, before, limit)
    enough = round(_MARGIN * _NEWEST * limit / len(found)) if found else _NEWEST_AT_MOST + 1
    if len(found) < limit and enough <= _NEWEST_AT_MOST:
        looked_at, found = enough, _among_newest(enough, asked, since, before, limit)
    if len(found) == limit:
        return found
    edge = (
        "SELECT tweet_id FROM tweets_searchable WHERE tweet_id >= %s AND tweet_id < %s ORDER BY tweet_id DESC OFFSET %s LIMIT 1"
    )
    reached = _ids(edge, [since, before, looked_at - 1])
    if not reached:
        return found
    # The sum keeps the planner from walking along the primary key, which takes long where there is little to find.
    rest = """
        SELECT tweet_id FROM tweets_searchable WHERE vector @@ %s::tsquery AND tweet_id >= %s AND tweet_id < %s
        ORDER BY tweet_id + 0 DESC LIMIT %s
    """
    return found + _ids(rest, [asked, since, reached[0], limit - len(found)])


def _among_newest(most: int, asked: str, since: int, before: int, limit: int) -> list[int]:
    near = """
        WITH newest AS MATERIALIZED (
            SELECT tweet_id, vector FROM tweets_searchable WHERE tweet_id >= %s AND tweet_id < %s ORDER BY tweet_id DESC LIMIT %s
        )
        SELECT tweet_id FROM newest WHERE vector @@ %s::tsquery ORDER BY tweet_id DESC LIMIT %s
    """
    return _ids(near, [since, before, most, asked, limit])


def _for_tsquery(terms: Terms) -> str:
    wanted = [_any_for_tsquery(group) for group in terms.wanted or [[(EVERY,)]]]
    return " & ".join([*wanted, *(f"!{_any_for_tsquery([phrase])}" for phrase in terms.unwanted)])


def _any_for_tsquery(phrases: list[tuple[str, ...]]) -> str:
    """Terms hold neither quotes nor backslashes."""
    return "(" + " | ".join("({})".format(" <-> ".join(f"'{term}'" for term in phrase)) for phrase in phrases) + ")"


def _ids(statement: str, values: list[Any]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [row[0] for row in cursor.fetchall()]
