"""From an id of the outside to a Space or a seat. Absent and forbidden answer alike: NotFound."""

from django.contrib.auth.models import AnonymousUser

from apps.accounts.models import User
from apps.core.errors import NotFound
from apps.spaces.models import Seat, Space

_LARGEST_ID = 2**63 - 1


def space_for(viewer: User | AnonymousUser, space_id: object) -> Space:
    """The Space with this id, if `viewer` may see it. Raises NotFound."""
    space = Space.objects.visible_to(viewer).select_related("host").filter(pk=_as_id(space_id)).first()
    if space is None:
        raise NotFound
    return space


def space_to_host(viewer: User, space_id: object) -> Space:
    """The Space with this id, if `viewer` runs it now. Raises NotFound."""
    space = space_for(viewer, space_id)
    if space.current_host_id != viewer.pk:
        raise NotFound
    return space


def own_seat(viewer: User, space_id: object) -> Seat:
    """The seat `viewer` holds in a Space. Raises NotFound for one who is not in it or was removed."""
    return _seat(space_for(viewer, space_id), viewer.pk)


def seat_to_host(viewer: User, space_id: object, person_id: object) -> Seat:
    """Another person's seat, if `viewer` runs the Space. Raises NotFound."""
    return _seat(space_to_host(viewer, space_id), _as_id(person_id))


def _seat(space: Space, person_id: int) -> Seat:
    seat = space.seats.select_related("person", "space").filter(person_id=person_id, removed_at=None).first()
    if seat is None:
        raise NotFound
    return seat


def _as_id(given: object) -> int:
    """Ids come as decimal strings or integers; anything else names nothing."""
    if isinstance(given, bool) or not isinstance(given, int | str):
        raise NotFound
    if isinstance(given, str) and not (given.isascii() and given.isdecimal() and len(given) < 20):
        raise NotFound
    number = int(given)
    if not 0 < number <= _LARGEST_ID:
        raise NotFound
    return number
