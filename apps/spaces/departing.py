"""People who may stay no longer: their account was closed or suspended, or there is a block between them and the host."""

import contextlib

from django.db import transaction

from apps.core.errors import Refused
from apps.realtime import events, push
from apps.spaces import hosting, services
from apps.spaces.models import Seat, Space


def leave_all_spaces(person_id: int) -> None:
    """At once; what this misses, a live room finds in its rows within seconds. Scheduled Spaces wait unseen for their host."""
    for space in Space.objects.live().filter(host=person_id).select_related("host"):
        with contextlib.suppress(Refused):  # somebody else may have ended it first
            services.end_space(host=space.host, space=space)
    for seat in Seat.objects.filter(person=person_id, space__in=Space.objects.live()).select_related("space", "person"):
        _leave(seat)


def part(blocker_id: int, blocked_id: int) -> None:
    """Whom the host of a live Space blocks is out of it at once, and whoever blocks its host leaves it; others' Spaces hold both."""
    for host, guest, told in ((blocker_id, blocked_id, events.PersonRemoved), (blocked_id, blocker_id, events.PersonLeft)):
        spaces = Space.objects.live().filter(host=host)
        for seat in Seat.objects.filter(space__in=spaces, person=guest).select_related("space", "person"):
            _leave(seat, told)


@transaction.atomic
def _leave(seat: Seat, told: type[events.PersonRemoved | events.PersonLeft] = events.PersonRemoved) -> None:
    space = Space.objects.select_for_update().get(pk=seat.space_id)
    seat.refresh_from_db(fields=["role"])
    if seat.role == Seat.Role.HOST:
        hosting.stop_standing_in(space, seat)
    seat.change(role=Seat.Role.LISTENER, on_stage_since=None, hand_raised_at=None, invited_at=None)
    push.to_topic(events.in_space(space.pk), told(seat.person.as_event()))
