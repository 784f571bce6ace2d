"""Several counts for the price of one query."""

from typing import Any, NamedTuple

from django.db import connection
from django.db.models import QuerySet


class Total(NamedTuple):
    """What a column of some rows adds up to, where others are counted."""

    rows: QuerySet[Any]
    column: str


def counted(*wanted: QuerySet[Any] | Total) -> list[int]:
    """How many rows each of these has, or what they add up to; they must not be sure to have none, as `none()` is. One query for all."""
    asked = [_number(one) for one in wanted]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT " + ", ".join(sql for sql, _values in asked), [value for _sql, values in asked for value in values]
        )
        return [int(number) for number in cursor.fetchone()]


def _number(wanted: QuerySet[Any] | Total) -> tuple[str, tuple[Any, ...]]:
    if isinstance(wanted, Total):
        number, rows = f"coalesce(sum(wanted.{wanted.column}), 0)", wanted.rows.values(wanted.column)
    else:
        number, rows = "count(*)", wanted.values("pk")
    sql, values = rows.query.sql_with_params()
    return f"(SELECT {number} FROM ({sql}) AS wanted)", values  # noqa: S608 — the ORM's own words
