"""Somebody's account was closed or suspended: their Spaces end, their places in others are free."""

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


@transaction.atomic
def _leave(seat: Seat) -> None:
    space = Space.objects.select_for_update().get(pk=seat.space_id)
    seat.refresh_from_db(fields=["role"])
    if seat.role == Seat.Role.HOST:
        hosting.stop_standing_in(space, seat)
    seat.change(role=Seat.Role.LISTENER, on_stage_since=None, hand_raised_at=None, invited_at=None)
    push.to_topic(events.in_space(space.pk), events.PersonRemoved(seat.person.as_event()))
