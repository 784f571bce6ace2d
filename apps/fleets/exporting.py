"""What an archive holds of somebody's Fleets: also those whose day is over, as long as they are kept."""

from typing import Any

from apps.accounts.models import User
from apps.fleets.models import Fleet, FleetMute

_TOLD = ("id", "text", "paper", "card_path", "picture__key", "picture__alt", "clip_id", "posted_at", "expires_at")


def fleets_of(person: User) -> list[Any]:
    """Oldest first; who has seen them is not theirs to keep."""
    return list(Fleet.objects.filter(author=person).order_by("pk").values(*_TOLD))


def muted_by(person: User) -> list[Any]:
    """Whose Fleets they do not want to see."""
    return list(FleetMute.objects.by(person).order_by("pk").values("muted__handle", "muted_at"))
