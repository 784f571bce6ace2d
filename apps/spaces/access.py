"""From an id of the outside to a Space or a seat. Absent and forbidden answer alike: NotFound."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from apps.accounts.models import User
from apps.core.errors import NotFound
from apps.core.ids import id_in
from apps.core.links import LinkQuerySet
from apps.graph.access import reachable_by
from apps.spaces.models import Invite, Seat, Space


def space_for(viewer: User | AnonymousUser, space_id: object) -> Space:
    """The Space with this id, if `viewer` may see it. Raises NotFound."""
    space = Space.objects.visible_to(viewer).select_related("host").filter(pk=_as_id(space_id)).first()
    if space is None:
        raise NotFound
    return space


def space_to_host(viewer: User, space_id: object) -> Space:
    """The Space with this id, if `viewer` runs it now. Raises NotFound."""
    space = space_for(viewer, space_id)
    if not runs(viewer, space):
        raise NotFound
    return space


def runs(viewer: User | AnonymousUser, space: Space) -> bool:
    """Whether `viewer` is the host of this Space now."""
    return space.current_host_id == viewer.pk


def own_seat(viewer: User, space_id: object) -> Seat:
    """The seat `viewer` holds in a Space. Raises NotFound for one who is not in it or was removed."""
    return _seat(space_for(viewer, space_id).seats.all(), viewer.pk)


def live_seat(viewer: User, space_id: object) -> Seat:
    """The seat from which `viewer` may hear a Space now. Raises NotFound for one who is not in it, and before and after."""
    seat = own_seat(viewer, space_id)
    if not seat.space.is_live:
        raise NotFound
    return seat


def seat_to_host(viewer: User, space_id: object, person_id: object) -> Seat:
    """Another person's seat, if `viewer` runs the Space. Raises NotFound, also for those who listen hidden."""
    return _seat(space_to_host(viewer, space_id).seats.seen_by_host(), _as_id(person_id))


def person_to_invite(viewer: User, person_id: object) -> User:
    """Somebody to invite, in the Space or not. Raises NotFound, also for those whose account is closed."""
    person = User.objects.filter(pk=_as_id(person_id), is_active=True).first()
    if person is None:
        raise NotFound
    return person


def invites_for(viewer: User | AnonymousUser) -> LinkQuerySet:
    """The links that can be meant for `viewer`: not those of people who blocked them, or whom they blocked, or who are gone."""
    makers = reachable_by(viewer) | User.objects.filter(pk=viewer.pk or 0, is_active=True)
    invites = Invite.objects.filter(space__in=Space.objects.visible_to(viewer), created_by__in=makers)
    return invites.select_related("space__host", "created_by")


def invite_for(viewer: User | AnonymousUser, token: str) -> Invite:
    """The link with this token. Raises NotFound, for one that is not meant for `viewer` as for one that nobody ever made."""
    invite: Invite | None = invites_for(viewer).filter(token=token).first()
    if invite is None:
        raise NotFound
    return invite


def invite_to_host(viewer: User, space_id: object, invite_id: object) -> Invite:
    """A link into a Space that `viewer` runs. Raises NotFound."""
    invite = space_to_host(viewer, space_id).invites.filter(pk=_as_id(invite_id)).first()
    if invite is None:
        raise NotFound
    return invite


def _seat(seats: QuerySet[Seat], person_id: int) -> Seat:
    seat = seats.select_related("person", "space").filter(person_id=person_id, removed_at=None).first()
    if seat is None:
        raise NotFound
    return seat


def _as_id(given: object) -> int:
    number = id_in(given)
    if number is None:
        raise NotFound
    return number
