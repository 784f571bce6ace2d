"""From an id of the outside to a Space or a seat. Absent and forbidden answer alike: NotFound."""

from django.contrib.auth.models import AnonymousUser

from apps.accounts.models import User
from apps.core.errors import NotFound
from apps.graph.access import may_reach
from apps.spaces.models import Invite, Seat, Space

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


def person_to_invite(viewer: User, person_id: object) -> User:
    """Somebody to invite, in the Space or not. Raises NotFound, also for those whose account is closed."""
    person = User.objects.filter(pk=_as_id(person_id), is_active=True).first()
    if person is None:
        raise NotFound
    return person


def invite_for(viewer: User | AnonymousUser, token: str) -> Invite:
    """The link with this token, if it can be meant for `viewer`. Raises NotFound, as for a token that nobody ever made."""
    invites = Invite.objects.filter(token=token, created_by__is_active=True, space__in=Space.objects.visible_to(viewer))
    invite = invites.select_related("space__host", "created_by").first()
    if invite is None:
        raise NotFound
    if viewer.is_authenticated and viewer != invite.created_by and not may_reach(invite.created_by, viewer):
        raise NotFound
    return invite


def invite_to_host(viewer: User, space_id: object, invite_id: object) -> Invite:
    """A link into a Space that `viewer` runs. Raises NotFound."""
    invite = space_to_host(viewer, space_id).invites.filter(pk=_as_id(invite_id)).first()
    if invite is None:
        raise NotFound
    return invite


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
