"""How rows reach a room: as nudges, one by one as they change, and whole, to mend what a lost nudge left behind."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from apps.realtime.events import Person

if TYPE_CHECKING:
    from apps.spaces.live.room import Facts, Room


def reconcile(room: Room, facts: Facts, now: float) -> None:
    """Makes the room what the rows say, whatever nudges were lost or came in another order."""
    room.let_back_all_but(facts["removed"])
    for person_id in facts["removed"]:
        room.remove(person_id, now)
    for person_id in facts["gone"]:
        room.part_with(person_id, now)
    _reconcile_stage(room, facts, now)
    room.set_host(facts["space"]["host"])
    _reconcile_waiting(room.with_hands(), facts["hands"], room.set_hand)
    _reconcile_waiting(room.invited(), facts["invitations"], room.set_invitation)
    room.transcript.reconcile(facts["captions"])
    if not facts["is_live"]:
        room.end()


def _reconcile_stage(room: Room, facts: Facts, now: float) -> None:
    roles = {person["id"]: (person, role) for person, role in facts["stage"]}
    for person_id in room.on_stage():
        if person_id not in roles:
            room.leave_stage(person_id)
    for person, role in roles.values():
        room.set_consent(person["id"], person["id"] in facts["agreed"])
        room.take_stage(person, role, now)


def _reconcile_waiting(
    waiting: list[Person], facts: list[tuple[Person, int]], tell: Callable[[Person, int | None], None]
) -> None:
    still = {person["id"] for person, _moment in facts}
    for person in waiting:
        if person["id"] not in still:
            tell(person, None)
    for person, moment in facts:
        tell(person, moment)


def apply(room: Room, event: str, data: dict[str, Any], now: float) -> None:
    """Some row changed."""
    room.changes += 1
    _NUDGES[event](room, data, now)


def _role_changed(room: Room, data: dict[str, Any], now: float) -> None:
    if data["role"] == "listener":
        room.leave_stage(data["person"]["id"])
    else:
        room.stop_waiting(data["person"]["id"])
        room.take_stage(data["person"], data["role"], now)


def _host_changed(room: Room, data: dict[str, Any], now: float) -> None:
    room.set_host(data["host"])


def _hand_changed(room: Room, data: dict[str, Any], now: float) -> None:
    room.set_hand(data["person"], data["raised_at"])


def _invitation_changed(room: Room, data: dict[str, Any], now: float) -> None:
    room.set_invitation(data["person"], data["invited_at"])


def _person_left(room: Room, data: dict[str, Any], now: float) -> None:
    room.send_away(data["person"]["id"], "left", now)


def _person_removed(room: Room, data: dict[str, Any], now: float) -> None:
    room.remove(data["person"]["id"], now)


def _captions_consent_changed(room: Room, data: dict[str, Any], now: float) -> None:
    room.set_consent(data["person"], data["agrees"])


def _caption_said(room: Room, data: Any, now: float) -> None:
    room.transcript.set_state("on")
    room.transcript.add(data)


def _captions_delayed(room: Room, data: dict[str, Any], now: float) -> None:
    room.transcript.set_state("delayed")


def _space_ended(room: Room, data: dict[str, Any], now: float) -> None:
    room.end()


_NUDGES: dict[str, Callable[[Room, dict[str, Any], float], None]] = {
    "role_changed": _role_changed,
    "host_changed": _host_changed,
    "hand_changed": _hand_changed,
    "invitation_changed": _invitation_changed,
    "person_left": _person_left,
    "person_removed": _person_removed,
    "captions_consent_changed": _captions_consent_changed,
    "caption_said": _caption_said,
    "captions_delayed": _captions_delayed,
    "space_ended": _space_ended,
}
