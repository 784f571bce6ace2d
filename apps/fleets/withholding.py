"""Keeping a Fleet from others until a moderator decides, or for good; and giving it back, while its day is not over."""

from django.db import transaction
from django.utils import timezone

from apps.fleets.models import Fleet
from apps.fleets.services import tell_of_change


def hold_fleet(*, fleet_id: int) -> bool:
    """Only its author sees it now. Returns whether it is held."""
    return _change(fleet_id, removed_at=None, to={"held_at": timezone.now()})


def let_fleet_go(*, fleet_id: int) -> None:
    """Everybody sees it, for what is left of its day; changes nothing unless it was held."""
    _change(fleet_id, removed_at=None, held_at__isnull=False, to={"held_at": None})


def remove_fleet(*, fleet_id: int) -> None:
    """Nobody sees it; it is kept as long as any other, so that an appeal can bring it back."""
    _change(fleet_id, to={"removed_at": timezone.now(), "held_at": None})


def restore_fleet(*, fleet_id: int) -> None:
    """Everybody sees it again, if its day is not over."""
    _change(fleet_id, to={"removed_at": None})


@transaction.atomic
def _change(fleet_id: int, *, to: dict[str, object], **if_so: object) -> bool:
    changed = Fleet.objects.filter(pk=fleet_id, **if_so).update(**to)
    for fleet in Fleet.objects.filter(pk=fleet_id) if changed else []:
        tell_of_change(fleet.author_id)
    return bool(changed)
