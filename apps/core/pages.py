"""Keyset pages: no row twice and none left out while others write."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from apps.core.ids import id_in

PAGE_SIZE = 20


@dataclass(frozen=True)
class Page:
    """Rows newest first; `before` is the id to ask the next page with, or None at the end."""

    items: list[Any]
    before: int | None


def page_of(rows: QuerySet[Any], *, before: str | None = None, size: int = PAGE_SIZE, key: str = "pk") -> Page:
    """The `size` newest of `rows` by id, older than the id `before`. A `before` that is no id is taken as none.

    `key` is the column with the ids, where it is not the rows' own.
    """
    older_than = id_in(before)
    if older_than is not None:
        rows = rows.filter(**{f"{key}__lt": older_than})
    found = list(rows.order_by(f"-{key}")[: size + 1])
    items = found[:size]
    return Page(items, getattr(items[-1], key) if len(found) > size else None)
