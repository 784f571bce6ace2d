"""The verbs of the stage: asking to speak, coming up and going down."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts import restrictions
from apps.core.errors import Refused
from apps.core.times import in_ms
from apps.realtime import events, push
from apps.spaces.models import Seat, Space

SPEAKERS = 12  # besides the host: 13 on stage, as Twitter had it from August 2021


@transaction.atomic
def raise_hand(*, seat: Seat) -> None:
    """Asks to speak; asking twice keeps the first place in the queue. Raises Refused: `already_on_stage`, `restricted`."""
    restrictions.check_not_barred(seat.person, restrictions.Restriction.Kind.SPEAKING)
    seat.refresh_from_db(fields=["role", "hand_raised_at"], from_queryset=Seat.objects.select_for_update())
    if seat.is_on_stage:
        raise Refused("already_on_stage", _("You are on stage already."))
    if seat.hand_raised_at is None:
        seat.change(hand_raised_at=timezone.now(), is_hidden=False)
    _tell_hand(seat)


@transaction.atomic
def lower_hand(*, seat: Seat) -> None:
    """Takes the request to speak back, or declines it."""
    seat.change(hand_raised_at=None)
    _tell_hand(seat)


@transaction.atomic
def bring_to_stage(*, seat: Seat) -> None:
    """Lets somebody who asked speak; they enter muted. Raises Refused: `hand_not_raised`, `stage_full`."""
    lock(seat)
    if seat.is_on_stage:
        return
    if seat.hand_raised_at is None:
        raise Refused("hand_not_raised", _("They have not asked to speak, or took it back."))
    if is_full(seat.space_id):
        raise Refused("stage_full", _("The stage is full: a host and %d others. Make room before you add one more.") % SPEAKERS)
    take_seat(seat)


@transaction.atomic
def move_to_audience(*, seat: Seat, by_host: bool = False) -> None:
    """Takes somebody off the stage, at once unheard. Raises Refused: `host_stays`.

    `by_host`: then no link brings them back up.
    """
    if seat.role == Seat.Role.HOST:
        raise Refused("host_stays", _("The host stays on stage."))
    moved_down = {"moved_down_at": timezone.now()} if by_host else {}
    seat.change(role=Seat.Role.LISTENER, on_stage_since=None, **moved_down)
    tell_role(seat)


def lock(seat: Seat) -> None:
    """From here to the end of the transaction nobody else comes up, so that the last seat is given once."""
    Space.objects.select_for_update().get(pk=seat.space_id)
    seat.refresh_from_db(fields=["role", "hand_raised_at", "invited_at", "moved_down_at", "removed_at", "spoke_at"])


def is_full(space_id: int) -> bool:
    """The seat of who opened the Space is kept for them while somebody stands in."""
    others = Seat.objects.filter(space=space_id).on_stage().exclude(person=F("space__host"))
    return others.count() >= SPEAKERS


def take_seat(seat: Seat) -> None:
    """Seats them on the stage, muted; whoever calls has asked whether they may. Raises Refused: restricted."""
    restrictions.check_not_barred(seat.person, restrictions.Restriction.Kind.SPEAKING)
    now = timezone.now()
    arrived = {"on_stage_since": now, "spoke_at": seat.spoke_at or now}
    seat.change(role=Seat.Role.SPEAKER, hand_raised_at=None, invited_at=None, moved_down_at=None, is_hidden=False, **arrived)
    tell_role(seat)


def tell_role(seat: Seat) -> None:
    """The room learns what they are now; and of one who comes up, that they agreed to captions."""
    topic = events.in_space(seat.space_id)
    if seat.is_on_stage and seat.person.captions_consent:
        push.to_topic(topic, events.CaptionsConsentChanged(str(seat.person_id), True))
    push.to_topic(topic, events.RoleChanged(seat.person.as_event(), seat.role))


def _tell_hand(seat: Seat) -> None:
    push.to_topic(events.in_space(seat.space_id), events.HandChanged(seat.person.as_event(), in_ms(seat.hand_raised_at)))
