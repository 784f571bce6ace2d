"""What each action of a moderator does, and how it is taken back. Only `decisions.py` calls these, in its transaction."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts import restrictions
from apps.accounts.models import User
from apps.accounts.restrictions import Restriction
from apps.accounts.suspending import reinstate, suspend
from apps.core.errors import Refused
from apps.core.found_as import found_as
from apps.dms.models import Message
from apps.fleets.withholding import remove_fleet, restore_fleet
from apps.moderation.models import Case, Decision
from apps.moderation.models.cases import Kind
from apps.realtime import events, push
from apps.spaces import services as spaces
from apps.spaces import stage
from apps.spaces.models import Seat, Space
from apps.tweets import withholding

Undo = dict[str, Any]
_Action = Decision.Action


def do(action: str, case: Case, until: datetime | None) -> Undo:
    """Does it, and returns what `undo` needs. Raises Refused: nothing_to_do, if the subject is no longer there for it."""
    return _ACTS[action](case, until)


def undo(decision: Decision) -> None:
    """Puts everything back that can be put back; a Space that has ended stays so."""
    for restriction_id in decision.undo.get("restrictions", []):
        restrictions.lift(restriction_id=restriction_id)
    others = Decision.objects.filter(person=decision.person, action=_Action.SUSPEND, undone_at=None).exclude(pk=decision.pk)
    if decision.undo.get("suspended") and not others.exists():
        reinstate(person=decision.person)
    if "removed" in decision.undo:
        _RESTORERS[decision.case.kind](decision.case.subject_id, decision.undo["removed"])
    if seat_id := decision.undo.get("ejected"):
        Seat.objects.filter(pk=seat_id).update(removed_at=None)


# ---- Restrictions ----------------------------------------------------------------------------------------------------


def _restricting(kind: str, then: Callable[[User], None] = lambda person: None) -> Callable[[Case, datetime | None], Undo]:
    def act(case: Case, until: datetime | None) -> Undo:
        restriction = restrictions.restrict(person=case.person, kind=kind, until=until)
        then(case.person)
        return {"restrictions": [restriction.pk]}

    return act


def _off_stages(person: User) -> None:
    """At once, in every live Space; their own goes on only while they may speak."""
    for seat in Seat.objects.filter(person=person, space__in=Space.objects.live()).on_stage().select_related("space", "person"):
        if seat.role == Seat.Role.HOST:
            spaces.end_space(host=person, space=seat.space)
        else:
            stage.move_to_audience(seat=seat, by_host=True)


def _end_own_spaces(person: User) -> None:
    for space in Space.objects.live().filter(host=person):
        spaces.end_space(host=person, space=space)


def _suspend(case: Case, until: datetime | None) -> Undo:
    suspend(person=case.person)
    return {"suspended": True}


# ---- Content ---------------------------------------------------------------------------------------------------------


def _remove(case: Case, until: datetime | None) -> Undo:
    return {"removed": _REMOVERS[case.kind](case.subject_id)}


def _remove_tweet(tweet_id: int) -> Undo:
    withholding.remove_tweet(tweet_id=tweet_id)
    return {}


def _restore_tweet(tweet_id: int, kept: Undo) -> None:
    withholding.restore_tweet(tweet_id=tweet_id)


def _remove_fleet(fleet_id: int) -> Undo:
    remove_fleet(fleet_id=fleet_id)
    return {}


def _restore_fleet(fleet_id: int, kept: Undo) -> None:
    """For what is left of its day."""
    restore_fleet(fleet_id=fleet_id)


def _remove_message(message_id: int) -> Undo:
    Message.objects.filter(pk=message_id).update(removed_at=timezone.now())
    return {}


def _restore_message(message_id: int, kept: Undo) -> None:
    Message.objects.filter(pk=message_id).update(removed_at=None)


def _remove_profile(person_id: int) -> Undo:
    """Name and bio; the handle stands in for the name."""
    person = User.objects.get(pk=person_id)
    kept = {"name": person.name, "bio": person.bio}
    _rename(person, name=person.handle, bio="")
    return kept


def _restore_profile(person_id: int, kept: Undo) -> None:
    """What they wrote themselves since then stays."""
    person = User.objects.get(pk=person_id)
    if (person.name, person.bio) == (person.handle, ""):
        _rename(person, **kept)


def _rename(person: User, *, name: str, bio: str) -> None:
    User.objects.filter(pk=person.pk).update(name=name, bio=bio, found_as=found_as(person.handle, name))


def _remove_title(space_id: int) -> Undo:
    space = Space.objects.get(pk=space_id)
    _retitle(space_id, _("Space"))
    push.to_topic(events.LIVE, events.SpacesChanged(str(space_id)))
    return {"title": space.title}


def _restore_title(space_id: int, kept: Undo) -> None:
    _retitle(space_id, **kept)


def _retitle(space_id: int, title: str) -> None:
    Space.objects.filter(pk=space_id).update(title=title, found_as=found_as(title))


def _remove_said(seat_id: int) -> Undo:
    """The captions of what they said; they are gone with the Space anyway."""
    seat = Seat.objects.get(pk=seat_id)
    seat.space.captions.filter(person=seat.person_id).delete()
    return {}


_REMOVERS: dict[str, Callable[[int], Undo]] = {
    Kind.TWEET: _remove_tweet,
    Kind.FLEET: _remove_fleet,
    Kind.MESSAGE: _remove_message,
    Kind.PERSON: _remove_profile,
    Kind.SPACE: _remove_title,
    Kind.SPEAKER: _remove_said,
}
_RESTORERS: dict[str, Callable[[int, Undo], None]] = {
    Kind.TWEET: _restore_tweet,
    Kind.FLEET: _restore_fleet,
    Kind.MESSAGE: _restore_message,
    Kind.PERSON: _restore_profile,
    Kind.SPACE: _restore_title,
    Kind.SPEAKER: lambda seat_id, kept: None,
}

# ---- Spaces ----------------------------------------------------------------------------------------------------------


def _end_space(case: Case, until: datetime | None) -> Undo:
    space = Space.objects.live().select_related("host").filter(pk=case.space_id or 0).first()
    if space is None:
        raise _nothing_to_do()
    spaces.end_space(host=space.host, space=space)
    return {}


def _eject(case: Case, until: datetime | None) -> Undo:
    seats = Seat.objects.filter(space=case.space_id, person=case.person, removed_at=None).select_related("space", "person")
    seat = seats.first()
    if seat is None:
        raise _nothing_to_do()
    spaces.remove_person(seat=seat)
    return {"ejected": seat.pk}


def _nothing_to_do() -> Refused:
    return Refused("nothing_to_do", _("That is over already: choose something else."))


_ACTS: dict[str, Callable[[Case, datetime | None], Undo]] = {
    _Action.DISMISS: lambda case, until: {},
    _Action.WARN: lambda case, until: {},
    _Action.REMOVE: _remove,
    _Action.LIMIT: _restricting(Restriction.Kind.REACH),
    _Action.BAR_HOSTING: _restricting(Restriction.Kind.HOSTING, _end_own_spaces),
    _Action.BAR_SPEAKING: _restricting(Restriction.Kind.SPEAKING, _off_stages),
    _Action.BAR_MESSAGING: _restricting(Restriction.Kind.MESSAGING),
    _Action.FREEZE: _restricting(Restriction.Kind.FROZEN, _off_stages),
    _Action.SUSPEND: _suspend,
    _Action.END_SPACE: _end_space,
    _Action.EJECT: _eject,
}
