"""What a client may ask over the socket: two tables of small functions.

Commands about rows run in a thread and reach the room by a nudge; commands about the moment change the room at once.
"""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.core.errors import NotFound, Refused
from apps.spaces import access, captions, invitations, services, stage
from apps.spaces.live.protocol import REACTIONS
from apps.spaces.live.room import Room

Data = dict[str, Any]


def raise_hand(viewer: User, space_id: int, data: Data) -> None:
    stage.raise_hand(seat=access.own_seat(viewer, space_id))


def lower_hand(viewer: User, space_id: int, data: Data) -> None:
    stage.lower_hand(seat=_own_or_hosted_seat(viewer, space_id, data))


def bring_to_stage(viewer: User, space_id: int, data: Data) -> None:
    stage.bring_to_stage(seat=access.seat_to_host(viewer, space_id, data.get("person")))


def move_to_audience(viewer: User, space_id: int, data: Data) -> None:
    seat = _own_or_hosted_seat(viewer, space_id, data)
    stage.move_to_audience(seat=seat, by_host=seat.person_id != viewer.pk)


def remove_person(viewer: User, space_id: int, data: Data) -> None:
    services.remove_person(seat=access.seat_to_host(viewer, space_id, data.get("person")))


def leave(viewer: User, space_id: int, data: Data) -> None:
    services.leave_space(seat=access.own_seat(viewer, space_id))


def end_space(viewer: User, space_id: int, data: Data) -> None:
    services.end_space(host=viewer, space=access.space_to_host(viewer, space_id))


def invite_to_stage(viewer: User, space_id: int, data: Data) -> None:
    space = access.space_to_host(viewer, space_id)
    invitations.invite_to_stage(host=viewer, space=space, person=access.person_to_invite(viewer, data.get("person")))


def withdraw_invitation(viewer: User, space_id: int, data: Data) -> None:
    invitations.withdraw_invitation(seat=access.seat_to_host(viewer, space_id, data.get("person")))


def accept_invitation(viewer: User, space_id: int, data: Data) -> None:
    invitations.accept_invitation(seat=access.own_seat(viewer, space_id))


def decline_invitation(viewer: User, space_id: int, data: Data) -> None:
    invitations.decline_invitation(seat=access.own_seat(viewer, space_id))


def set_captioned(viewer: User, space_id: int, data: Data) -> None:
    agrees = data.get("agrees")
    if not isinstance(agrees, bool):
        raise Refused("bad_message", _("Say whether you agree to captions."))
    captions.set_captioned(person=viewer, agrees=agrees)


def _own_or_hosted_seat(viewer: User, space_id: int, data: Data) -> Any:
    person_id = data.get("person")
    if person_id is None or person_id == str(viewer.pk):
        return access.own_seat(viewer, space_id)
    return access.seat_to_host(viewer, space_id, person_id)


def set_mic(room: Room, person_id: str, data: Data) -> None:
    is_open = data.get("open")
    if not isinstance(is_open, bool):
        raise Refused("bad_message", _("Say whether the microphone is open."))
    if not room.set_mic(person_id, is_open=is_open, again=data.get("again") is True):
        raise Refused("not_on_stage", _("Only people on stage have a microphone here."))


def mute(room: Room, person_id: str, data: Data) -> None:
    if not room.is_host(person_id):
        raise NotFound
    target = data.get("person")
    if target is not None and not isinstance(target, str):
        raise NotFound
    room.mute(target)


def react(room: Room, person_id: str, data: Data) -> None:
    if data.get("reaction") not in REACTIONS:
        raise Refused("unknown_reaction", _("There is no such reaction."))
    if room.is_hidden(person_id):
        raise Refused("hidden", _("You are hidden here. Ask to speak, or come in anew, to be seen."))
    room.react(person_id, data["reaction"])


def catch_up(room: Room, person_id: str, data: Data) -> Data:
    return room.catch_up({"epoch": room.epoch, "n": data.get("n")})


_SEATS = (raise_hand, lower_hand, bring_to_stage, move_to_audience, remove_person, leave, end_space, set_captioned)
_INVITATIONS = (invite_to_stage, withdraw_invitation, accept_invitation, decline_invitation)
ROW_COMMANDS: dict[str, Callable[[User, int, Data], None]] = {verb.__name__: verb for verb in (*_SEATS, *_INVITATIONS)}
ROOM_COMMANDS: dict[str, Callable[[Room, str, Data], Data | None]] = {
    verb.__name__: verb for verb in (set_mic, mute, react, catch_up)
}
