"""How rows reach a room: as nudges, one by one as they change, and whole, to mend what a lost nudge left behind."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from apps.spaces.live.room import Facts, Room


def reconcile(room: Room, facts: Facts, now: float) -> None:
    """Makes the room what the rows say, whatever nudges were lost or came in another order."""
    room.let_back_all_but(facts["removed"])
    for person_id in facts["removed"]:
        room.remove(person_id, now)
    _reconcile_stage(room, facts, now)
    room.set_host(facts["space"]["host"])
    _reconcile_hands(room, facts)
    if not facts["is_live"]:
        room.end()


def _reconcile_stage(room: Room, facts: Facts, now: float) -> None:
    roles = {person["id"]: (person, role) for person, role in facts["stage"]}
    for person_id in room.on_stage():
        if person_id not in roles:
            room.leave_stage(person_id)
    for person, role in roles.values():
        room.take_stage(person, role, now)


def _reconcile_hands(room: Room, facts: Facts) -> None:
    raised = {person["id"] for person, _raised_at in facts["hands"]}
    for person in room.with_hands():
        if person["id"] not in raised:
            room.set_hand(person, None)
    for person, raised_at in facts["hands"]:
        room.set_hand(person, raised_at)


def apply(room: Room, event: str, data: dict[str, Any], now: float) -> None:
    """Some row changed."""
    room.changes += 1
    _NUDGES[event](room, data, now)


def _role_changed(room: Room, data: dict[str, Any], now: float) -> None:
    if data["role"] == "listener":
        room.leave_stage(data["person"]["id"])
    else:
        room.set_hand(data["person"], None)
        room.take_stage(data["person"], data["role"], now)


def _host_changed(room: Room, data: dict[str, Any], now: float) -> None:
    room.set_host(data["host"])


def _hand_changed(room: Room, data: dict[str, Any], now: float) -> None:
    room.set_hand(data["person"], data["raised_at"])


def _person_left(room: Room, data: dict[str, Any], now: float) -> None:
    room.send_away(data["person"], "left", now)


def _person_removed(room: Room, data: dict[str, Any], now: float) -> None:
    room.remove(data["person"]["id"], now)


def _space_ended(room: Room, data: dict[str, Any], now: float) -> None:
    room.end()


_NUDGES: dict[str, Callable[[Room, dict[str, Any], float], None]] = {
    "role_changed": _role_changed,
    "host_changed": _host_changed,
    "hand_changed": _hand_changed,
    "person_left": _person_left,
    "person_removed": _person_removed,
    "space_ended": _space_ended,
}
