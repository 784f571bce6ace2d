"""Fleets as messages show them, while they last."""

import re

from django.utils import timezone

from apps.core.cards import Card
from apps.fleets.models import Fleet, Viewer

_FLEET = re.compile(r"/fleets/([0-9]{1,18})/")  # as of Spaces


def draw(viewer: Viewer, paths: list[str]) -> dict[str, Card]:
    """The cards of those `paths` that are Fleets `viewer` may see now; one query for all."""
    ids = {path: int(found[1]) for path in paths if (found := _FLEET.fullmatch(path))}
    time = timezone.now()
    fleets = Fleet.objects.visible_to(viewer).select_related("author", "picture", "clip").in_bulk(ids.values())
    for fleet in fleets.values():
        fleet.lasts_ms = fleet.ms_left(time)
    return {path: Card("fleets/_card.html", {"fleet": fleets[fleet_id]}) for path, fleet_id in ids.items() if fleet_id in fleets}
