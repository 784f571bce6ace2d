"""What an archive holds of somebody's Spaces."""

from typing import Any

from apps.accounts.models import User
from apps.spaces.models import Seat, Space


def hosted_by(person: User) -> list[Any]:
    """The Spaces they opened or announced."""
    return list(Space.objects.filter(host=person).values("id", "title", "language", "scheduled_for", "started_at", "ended_at"))


def visited_by(person: User) -> list[Any]:
    """The Spaces they were in, and what they were there. What they said is kept no longer than a Space."""
    seats = Seat.objects.filter(person=person, joined_at__isnull=False)
    return list(seats.order_by("pk").values("space_id", "space__title", "role", "joined_at", "spoke_at"))
