"""Invitations to the stage: the host invites somebody, who comes up by their own click or declines.

The invitation waits on the person's seat, also for one who is not in the Space yet.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.core.errors import Refused
from apps.core.times import in_ms
from apps.graph.access import may_invite
from apps.realtime import events, push
from apps.spaces import services, stage, telling
from apps.spaces.models import Seat, Space

MOST_INVITED = 50  # in one Space at a time: four stages full, and a snapshot of it stays small


@transaction.atomic
def invite_to_stage(*, host: User, space: Space, person: User) -> None:
    """Invites `person`; inviting twice is inviting once, and one who is on stage already needs no invitation.

    Raises Refused: `space_ended`, `too_many_invited`; `cant_invite`, without saying why.
    """
    if person in (host, space.host):
        return
    if space.ended_at:
        raise services.ended()
    if not may_invite(host, person):
        raise _cant_invite(person)
    seat, _new = Seat.objects.get_or_create(space=space, person=person, defaults={"joined_at": None})
    stage.lock(seat)
    if seat.removed_at:
        raise _cant_invite(person)
    if not seat.is_on_stage and seat.invited_at is None:
        _invite(seat, host)


def _invite(seat: Seat, host: User) -> None:
    if Seat.objects.filter(space=seat.space_id).invited().count() >= MOST_INVITED:
        raise Refused("too_many_invited", _("%d people are invited already. Wait until some have answered.") % MOST_INVITED)
    seat.change(invited_at=timezone.now(), moved_down_at=None)
    _tell(seat)
    telling.tell_of_invitation(seat, host)


@transaction.atomic
def withdraw_invitation(*, seat: Seat) -> None:
    """Takes an invitation back; it is no fault if there is none any more."""
    _forget(seat)


@transaction.atomic
def decline_invitation(*, seat: Seat) -> None:
    """Stays where they are."""
    _forget(seat)


@transaction.atomic
def accept_invitation(*, seat: Seat) -> None:
    """Comes up, muted. Raises Refused: `not_invited`, `stage_full` (the invitation stays), `space_ended`."""
    stage.lock(seat)
    if seat.is_on_stage:
        return
    if seat.invited_at is None:
        raise Refused("not_invited", _("The host took the invitation back."))
    come_up(seat)
    telling.settle_invitation(seat)


def come_up(seat: Seat) -> None:
    """Onto the stage, if there is room. The stage is locked. Raises Refused: `stage_full`, `space_ended`."""
    if not Space.objects.live().filter(pk=seat.space_id).exists():
        raise services.ended()
    if stage.is_full(seat.space_id):
        raise Refused("stage_full", _("The stage is full right now. Try again when somebody has stepped down."))
    stage.take_seat(seat)


def _cant_invite(person: User) -> Refused:
    return Refused("cant_invite", _("You can't invite @%s to this stage.") % person.handle)


def _forget(seat: Seat) -> None:
    stage.lock(seat)  # an answer at the same moment comes before this or after it
    seat.change(invited_at=None)
    _tell(seat)
    telling.settle_invitation(seat)


def _tell(seat: Seat) -> None:
    push.to_topic(events.in_space(seat.space_id), events.InvitationChanged(seat.person.as_event(), in_ms(seat.invited_at)))
