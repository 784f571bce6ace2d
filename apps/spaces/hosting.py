"""Who hosts while the host is away, and how they get it back."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.core.errors import Refused
from apps.realtime import events, push
from apps.spaces.models import Seat, Space
from apps.spaces.stage import tell_role


@transaction.atomic
def pass_on_hosting(*, space: Space, lost: int, present: Collection[int]) -> None:
    """Who of `present` has been on stage longest stands in for `lost`, the host whose connection is gone (ids of people).

    Changes nothing if `lost` hosts no more, or none of `present` speaks.
    """
    space = Space.objects.select_for_update().get(pk=space.pk)
    heirs = space.seats.speakers().filter(person__in=present, removed_at=None, person__is_active=True)
    heir = heirs.select_related("person").order_by("on_stage_since", "pk").first()
    if heir and space.is_live and space.current_host_id == lost:
        _step_back(space, into=Seat.Role.LISTENER, on_stage_since=None)
        heir.change(role=Seat.Role.HOST)
        tell_role(heir)
        _set_acting_host(space, heir.person)


@transaction.atomic
def host_returns(*, space: Space) -> None:
    """Who opened the Space takes it back from whoever stands in, who is a speaker again. Changes nothing if they have it."""
    space = Space.objects.select_for_update().get(pk=space.pk)
    seat = space.seats.select_related("person").filter(person=space.host_id).exclude(role=Seat.Role.HOST).first()
    if seat and space.is_live:
        _step_back(space, into=Seat.Role.SPEAKER)
        seat.change(role=Seat.Role.HOST, on_stage_since=timezone.now(), hand_raised_at=None)
        tell_role(seat)
        _set_acting_host(space, None)


def stop_standing_in(space: Space, seat: Seat) -> None:
    """The room finds somebody else. Raises Refused: `host_stays` for who opened the Space."""
    if seat.person_id == space.host_id:
        raise Refused("host_stays", _("You are the host: end the Space to leave it."))
    _set_acting_host(space, None)


def _step_back(space: Space, *, into: Seat.Role, **fields: object) -> None:
    for seat in space.seats.select_related("person").filter(role=Seat.Role.HOST):
        seat.change(role=into, **fields)
        tell_role(seat)


def _set_acting_host(space: Space, person: User | None) -> None:
    space.acting_host = person
    space.save(update_fields=["acting_host"])
    push.to_topic(events.in_space(space.pk), events.HostChanged(str(space.current_host_id)))
