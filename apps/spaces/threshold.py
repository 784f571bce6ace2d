"""What one is told before one goes in: who is there that one would rather not meet, and what is kept."""

from collections.abc import Iterable
from dataclasses import dataclass

from apps.accounts.models import User
from apps.graph.models import Block
from apps.spaces.models import Seat, Space
from apps.speech import engine


@dataclass(frozen=True)
class Inside:
    """How a live Space looks from its door to one person."""

    parted_count: int  # of those inside, hidden ones left out: whom they blocked, and who blocked them; which it is, is not told
    parted_speaks: bool
    is_captioned: bool
    may_hide: bool  # whoever has a seat on stage is seen


def look_inside(*, viewer: User, space: Space, speaking: Iterable[str], listening: Iterable[str]) -> Inside:
    """`speaking` and `listening` are the ids of people who are there now."""
    speakers = {int(person_id) for person_id in speaking}
    parted = _parted_from(viewer) & (speakers | {int(person_id) for person_id in listening})
    return Inside(
        parted_count=len(parted),
        parted_speaks=bool(parted & speakers),
        is_captioned=engine.is_supported(space.language),
        may_hide=not Seat.objects.on_stage().filter(space=space, person=viewer, removed_at=None).exists(),
    )


def _parted_from(viewer: User) -> set[int]:
    blocked = Block.objects.by(viewer).values_list("blocked_id", flat=True)
    return set(blocked.union(Block.objects.of(viewer).values_list("blocker_id", flat=True)))
