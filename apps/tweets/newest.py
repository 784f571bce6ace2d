"""What many people posted and passed on last, found by one look into an index for each of them.

A page of Home needs some twenty rows of a thousand people. Read from the newest row of all downwards, it takes long if these people say
little; read person by person, it takes long if they say much. So each is asked for their latest row first; only those whose latest is among the newest are
then asked for more.
"""

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet

# Both databases read a part of one person's rows from an index, newest first; they differ in how one says "for each of them".
_OF_EACH = {
    "postgresql": "SELECT '{kind}' AS kind, one.id AS id FROM {kind}_latest CROSS JOIN LATERAL ({rows}) AS one",
    "sqlite": """
        SELECT '{kind}' AS kind, one.value AS id
        FROM {kind}_latest CROSS JOIN json_each((SELECT json_group_array(id) FROM ({rows}))) AS one
    """,
}
_LATEST = """
    {kind}_latest (person, latest) AS (
        SELECT people.id AS person, coalesce((
            SELECT id FROM {table} WHERE {by} = people.id{bounds} ORDER BY id DESC LIMIT 1
        ), %(after)s) AS latest
        FROM people ORDER BY latest DESC LIMIT %(most)s
    ),
    {kind}_floor (id) AS (
        SELECT CASE WHEN count(*) < %(most)s OR min(latest) <= %(after)s THEN %(after)s + 1 ELSE min(latest) END FROM {kind}_latest
    )
"""
_ROWS = """
    SELECT id FROM {table} WHERE {by} = {kind}_latest.person AND id >= (SELECT id FROM {kind}_floor){bounds}
    ORDER BY id DESC LIMIT %(most)s
"""
_KINDS = [("tweet", "tweets_tweet", "author_id"), ("retweet", "tweets_retweet", "person_id")]


@dataclass(frozen=True)
class Newest:
    """Ids, the newest first. `floor` is the lowest of them if there may be more below."""

    tweets: list[int]
    retweets: list[int]
    floor: int | None


def newest_of(people: QuerySet[Any], *, most: int, before: int | None = None, after: int | None = None) -> Newest:
    """The `most` newest Tweets and Retweets together of `people` (a query for their ids), with ids below `before` and above `after`;
    whoever may see them. One query."""
    wanted, people_wanted = people.query.sql_with_params()
    limits = {"before": before, "after": -1 if after is None else after, "most": most}
    # A bound that is none would be compared with at every one of a thousand looks.
    bounds = ("" if before is None else " AND id < %(before)s") + ("" if after is None else " AND id > %(after)s")
    named = {f"person{place}": value for place, value in enumerate(people_wanted)}
    with connection.cursor() as cursor:
        cursor.execute(_statement(wanted % tuple(f"%({name})s" for name in named), bounds), {**limits, **named})
        found = cursor.fetchall()
    ids: dict[str, list[int]] = {"tweet": [], "retweet": []}
    for kind, row_id in found:
        ids[kind].append(row_id)
    return Newest(ids["tweet"], ids["retweet"], found[-1][1] if len(found) == most else None)


def _statement(people: str, bounds: str) -> str:
    latest = ", ".join(_LATEST.format(kind=kind, table=table, by=by, bounds=bounds) for kind, table, by in _KINDS)
    rows = " UNION ALL ".join(_rows(kind, table, by, bounds) for kind, table, by in _KINDS)
    return f"WITH people (id) AS ({people}), {latest} SELECT * FROM ({rows}) AS newest ORDER BY id DESC LIMIT %(most)s"  # noqa: S608 — our own


def _rows(kind: str, table: str, by: str, bounds: str) -> str:
    return _OF_EACH[connection.vendor].format(kind=kind, rows=_ROWS.format(kind=kind, table=table, by=by, bounds=bounds))
