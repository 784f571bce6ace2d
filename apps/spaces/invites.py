"""Links into a Space: the host makes and revokes them, whoever holds one comes in by it."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.core.errors import Refused
from apps.core.links import check_terms, end_of
from apps.spaces import invitations, services, stage
from apps.spaces.models import Invite, Seat, SeatQuerySet, Space

MOST_USES = 10_000
MOST_LINKS = 50  # that work, in one Space: more than anybody can keep an eye on


@transaction.atomic
def make_invite(*, host: User, space: Space, role: str, lifetime: timedelta | None, most_uses: int | None) -> Invite:
    """A link that lets people in as `role`, for `lifetime` (None: until the Space ends) and for `most_uses` people (None: any number).

    Raises Refused: `space_ended`, `unknown_role`, `lifetime_out_of_range`, `uses_out_of_range`, `too_many_links`.
    """
    Space.objects.select_for_update().get(pk=space.pk)  # one at a time, so that they are counted right
    if space.ended_at:
        raise services.ended()
    if role not in Invite.Role.values:
        raise Refused("unknown_role", _("A link lets people in as listeners or as speakers."))
    check_terms(lifetime, most_uses, at_most=MOST_USES)
    if space.invites.working().count() >= MOST_LINKS:
        raise Refused("too_many_links", _("This Space has %d links that work. Revoke one before you make another.") % MOST_LINKS)
    return Invite.objects.create(space=space, created_by=host, role=role, expires_at=end_of(lifetime), most_uses=most_uses)


@transaction.atomic
def use_invite(*, person: User, invite: Invite, on_stage: bool) -> Seat:
    """Lets `person` in, on stage and muted if they ask for it and the link is for the stage, else among the listeners.

    A person counts once, however often they come. Raises Refused: what `fault_of` answers, and `listener_link` for asking too much.
    """
    space = Space.objects.select_for_update().select_related("host").get(pk=invite.space_id)  # one person at a time
    invite.refresh_from_db(fields=["used_count", "revoked_at"])
    invite.space = space
    if on_stage and not invite.is_for_stage:
        raise Refused("listener_link", _("This link lets you in as a listener. Inside you can ask to speak."))
    fault = fault_of(invite, person) or (stage_fault_of(invite, person) if on_stage else None)
    if fault:
        raise fault
    seat = services.enter_space(person=person, space=space)
    if not seat.is_on_stage:
        invite.count(person)
        if on_stage:
            invitations.come_up(seat)
    return seat


def fault_of(invite: Invite, person: User | None) -> Refused | None:
    """Why this link lets `person` (None: somebody not signed in) not in: `space_ended`, `removed`, `invite_revoked`, `invite_expired`,
    `invite_used_up`, `not_started`. None if it does."""
    if invite.space.ended_at:
        return services.ended()
    if _seats(invite, person).filter(removed_at__isnull=False).exists():
        return Refused("removed", _("The host removed you from this Space."))
    if invite.revoked_at:
        return Refused("invite_revoked", _("The host took this link back."))
    if invite.is_expired:
        return Refused("invite_expired", _("This link has expired."))
    if invite.uses_left == 0 and not invite.was_used_by(person):
        return Refused("invite_used_up", _("As many people as it was made for have used this link."))
    if invite.space.is_upcoming:
        return Refused("not_started", _("This Space has not started yet."))
    return None


def stage_fault_of(invite: Invite, person: User | None) -> Refused | None:
    """Why this link lets `person` not on the stage, though it may let them in: `moved_down`, `stage_full`."""
    seat = _seats(invite, person).first()
    if seat and seat.is_on_stage:
        return None
    if seat and seat.moved_down_at:
        return Refused("moved_down", _("The host moved you to the listeners. Inside you can ask to speak."))
    if stage.is_full(invite.space_id):
        return Refused(
            "stage_full", _("The stage is full right now. Come in as a listener, and ask to speak when there is room.")
        )
    return None


def _seats(invite: Invite, person: User | None) -> SeatQuerySet:
    return Seat.objects.filter(space=invite.space_id, person=person)
