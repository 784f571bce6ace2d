"""Keyset pages: no row twice and none left out while others write."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

PAGE_SIZE = 20


@dataclass(frozen=True)
class Page:
    """Rows newest first; `before` is the id to ask the next page with, or None at the end."""

    items: list[Any]
    before: int | None


def page_of(rows: QuerySet[Any], *, before: str | None = None, size: int = PAGE_SIZE) -> Page:
    """The `size` newest of `rows` by id, older than the id `before`. A `before` that is no id is taken as none."""
    if before and before.isdecimal() and len(before) < 20:
        rows = rows.filter(pk__lt=int(before))
    found = list(rows.order_by("-pk")[: size + 1])
    items = found[:size]
    return Page(items, items[-1].pk if len(found) > size else None)
