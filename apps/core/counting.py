"""Several counts for the price of one query."""

from typing import Any

from django.db import connection
from django.db.models import QuerySet


def counted(*wanted: QuerySet[Any]) -> list[int]:
    """How many rows each of these has, which must not be sure to have none, as `none()` is; one query for all."""
    asked = [rows.values("pk").query.sql_with_params() for rows in wanted]
    counts = ", ".join(f"(SELECT count(*) FROM ({sql}) AS wanted)" for sql, _values in asked)  # noqa: S608 — the ORM's own words
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counts}", [value for _sql, values in asked for value in values])
        return list(cursor.fetchone())
