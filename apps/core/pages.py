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


def page_of(rows: QuerySet[Any], *, before: str | None = None, size: int = PAGE_SIZE) -> Page:
    """The `size` newest of `rows` by id, older than the id `before`. A `before` that is no id is taken as none."""
    older_than = id_in(before)
    if older_than is not None:
        rows = rows.filter(pk__lt=older_than)
    found = list(rows.order_by("-pk")[: size + 1])
    items = found[:size]
    return Page(items, items[-1].pk if len(found) > size else None)
