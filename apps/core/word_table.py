"""A table of terms that both databases index by themselves, and how to look into it: put the same way to both, so both find the same.

A row holds an id and its terms, side by side (`core/terms.py`). SQLite keeps an FTS5 table beside it by triggers, PostgreSQL a generated
column `vector` with a GIN index; the migrations of those who own such a table make them (tweets 0005).
"""

from dataclasses import dataclass, field
from typing import Any

from django.db import connection

EVERY = "¶"  # begins a term that people can't ask for

# How many of the newest rows PostgreSQL looks through one by one, before it asks its index for all that match: first so many, then, if they
# hold enough to expect the rest soon, as many as that takes. What is not even among these is rare enough to have its rows sorted.
_NEWEST = 4000
_MARGIN = 1.5  # of what to expect


@dataclass(frozen=True)
class Terms:
    """Terms to look for: one phrase of each group in `wanted`, and none of `unwanted`."""

    wanted: list[list[tuple[str, ...]]] = field(default_factory=list)
    unwanted: list[tuple[str, ...]] = field(default_factory=list)


def facet(name: str, value: object = "") -> str:
    """A term that is no word: what holds of a row besides what it says."""
    return f"{EVERY}{name}{value}"


@dataclass(frozen=True)
class WordTable:
    """`table` has the terms, `key` is its column of ids, `search` the FTS5 table of SQLite; `most` is how many of its newest rows PostgreSQL
    looks through, where a facet narrows less than that down."""

    table: str
    key: str
    search: str
    most: int = 32_000  # take 50 ms; two common words that seldom stand together, 130 ms by the index

    def newest(self, terms: Terms, *, since: int, before: int, limit: int) -> list[int]:
        """The ids of the newest rows that have `terms`, newest first: from the id `since` on, below the id `before`, at most `limit`."""
        look = self._newest_in_postgres if connection.vendor == "postgresql" else self._newest_in_sqlite
        return look(terms, since, before, limit)

    def repair(self) -> None:
        """Lets SQLite make its FTS5 table anew from the terms; what PostgreSQL made of them is part of their rows."""
        if connection.vendor != "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(f"INSERT INTO {self.search}({self.search}) VALUES ('rebuild')")  # noqa: S608 — our own names

    def _newest_in_sqlite(self, terms: Terms, since: int, before: int, limit: int) -> list[int]:
        """FTS5 walks its lists from the newest on, and stops when there are enough."""
        statement = f"""
            SELECT rowid FROM {self.search} WHERE {self.search} MATCH %s AND rowid >= %s AND rowid < %s ORDER BY rowid DESC LIMIT %s
        """  # noqa: S608 — our own names
        return _ids(statement, [_for_fts5(terms), since, before, limit])

    def _newest_in_postgres(self, terms: Terms, since: int, before: int, limit: int) -> list[int]:
        """Its index knows no order, and of a common word it would sort all rows there are: so first the newest, then the index."""
        asked = _for_tsquery(terms)
        looked_at, found = _NEWEST, self._among_newest(_NEWEST, asked, since, before, limit)
        enough = round(_MARGIN * _NEWEST * limit / len(found)) if found else self.most + 1
        if len(found) < limit and enough <= self.most:
            looked_at, found = enough, self._among_newest(enough, asked, since, before, limit)
        if len(found) == limit:
            return found
        edge = f"""
            SELECT {self.key} FROM {self.table} WHERE {self.key} >= %s AND {self.key} < %s ORDER BY {self.key} DESC OFFSET %s LIMIT 1
        """  # noqa: S608 — our own names
        reached = _ids(edge, [since, before, looked_at - 1])
        if not reached:
            return found
        # The sum keeps the planner from walking along the primary key, which takes long where there is little to find.
        rest = f"""
            SELECT {self.key} FROM {self.table} WHERE vector @@ %s::tsquery AND {self.key} >= %s AND {self.key} < %s
            ORDER BY {self.key} + 0 DESC LIMIT %s
        """  # noqa: S608 — our own names
        return found + _ids(rest, [asked, since, reached[0], limit - len(found)])

    def _among_newest(self, most: int, asked: str, since: int, before: int, limit: int) -> list[int]:
        near = f"""
            WITH newest AS MATERIALIZED (
                SELECT {self.key}, vector FROM {self.table} WHERE {self.key} >= %s AND {self.key} < %s ORDER BY {self.key} DESC LIMIT %s
            )
            SELECT {self.key} FROM newest WHERE vector @@ %s::tsquery ORDER BY {self.key} DESC LIMIT %s
        """  # noqa: S608 — our own names
        return _ids(near, [since, before, most, asked, limit])


def _for_fts5(terms: Terms) -> str:
    wanted = " AND ".join(_any_for_fts5(group) for group in terms.wanted or [[(EVERY,)]])
    return f"({wanted}) NOT {_any_for_fts5(terms.unwanted)}" if terms.unwanted else wanted


def _any_for_fts5(phrases: list[tuple[str, ...]]) -> str:
    """Terms hold no quotes."""
    return "(" + " OR ".join('"{}"'.format(" ".join(phrase)) for phrase in phrases) + ")"


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
