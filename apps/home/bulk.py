"""Rows by the million, past the models: COPY on PostgreSQL, one prepared statement on SQLite."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, models


def write(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """A row for each of `rows`, whose values are those of the columns `names`, as `stored_time` and the like made them;
    every other column has the default of its field. Nothing is checked but by the database."""
    others = [
        field for field in model._meta.concrete_fields if not (field.attname in names or isinstance(field, models.AutoField))
    ]
    rest = tuple(field.get_db_prep_save(field.get_default(), connection) for field in others)
    columns = [field.column for field in (*map(model._meta.get_field, names), *others)]  # type: ignore[union-attr]
    _send(model._meta.db_table, columns, ((*row, *rest) for row in rows))


def stored_time(moment: datetime) -> Any:
    """As the database takes it."""
    return connection.ops.adapt_datetimefield_value(moment)


def _send(table: str, columns: list[Any], rows: Iterable[tuple[Any, ...]]) -> None:
    listed = ", ".join(map(connection.ops.quote_name, columns))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({listed}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            places = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {table} ({listed}) VALUES ({places})", rows)  # type: ignore[arg-type]  # noqa: S608 — names of ours; rows come one by one
