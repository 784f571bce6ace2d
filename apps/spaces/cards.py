"""Spaces as Tweets show them."""

import re
from typing import Any

from apps.core.cards import Card
from apps.spaces.models import Space

_PATH = re.compile(
    r"/spaces/([0-9]{1,18})/"
)  # our ids have at most 18 digits until 2054; of those with 19 the database takes only some


def draw(viewer: Any, paths: list[str]) -> dict[str, Card]:
    """The cards of those `paths` that are Spaces `viewer` may see; one query for all."""
    ids = {path: int(found[1]) for path in paths if (found := _PATH.fullmatch(path))}
    spaces = Space.objects.visible_to(viewer).select_related("host").in_bulk(ids.values())
    return {path: Card("spaces/_card.html", {"space": spaces[space_id]}) for path, space_id in ids.items() if space_id in spaces}
