"""Stand-ins for the pure tests of the room: people, listeners that keep what they hear, packets of sound."""

import json
from typing import Any

from apps.realtime.events import Person
from apps.spaces.live import protocol
from apps.spaces.live.protocol import Mic
from apps.spaces.live.room import Facts, Room

PACKET = b"\x78" + b"voice"


def person(person_id: int, handle: str) -> Person:
    return Person(id=str(person_id), handle=handle, name=handle.title(), hue=person_id)


ALICE, BOB, CHARLIE, DAVE = person(1, "alice"), person(2, "bob"), person(3, "charlie"), person(4, "dave")


class Ear:
    """A listener that keeps everything."""

    def __init__(self) -> None:
        self.sound: list[bytes] = []
        self.events: list[dict[str, Any]] = []
        self.closed: str | None = None

    def deliver(self, data: bytes) -> None:
        self.sound.append(data)

    def tell(self, text: str) -> None:
        self.events.append(json.loads(text))

    def close(self, name: str) -> None:
        self.closed = self.closed or name

    def fault(self, now: float) -> str | None:
        return None

    def last(self, event: str) -> dict[str, Any]:
        return next(message["data"] for message in reversed(self.events) if message["event"] == event)


def facts(
    *speakers: Person,
    host: Person = ALICE,
    hands: tuple[Person, ...] = (),
    invited: tuple[Person, ...] = (),
    removed: tuple[Person, ...] = (),
    is_live: bool = True,
) -> Facts:
    """What the rows say of Alice's Space."""
    return Facts(
        space={"id": "5", "title": "Dawn chorus", "host": host["id"], "opened_by": ALICE, "started_at": 0, "url": "/spaces/5/"},
        stage=[(host, "host"), *((speaker, "speaker") for speaker in speakers)],
        hands=[(hand, 1000 + i) for i, hand in enumerate(hands)],
        invitations=[(guest, 2000 + i) for i, guest in enumerate(invited)],
        removed=[gone["id"] for gone in removed],
        is_live=is_live,
    )


def room_with(*people: Person, speakers: tuple[Person, ...] = ()) -> tuple[Room, dict[str, Ear]]:
    """A room of Alice's with these people in it, and their ears by handle."""
    room = Room(facts(*speakers), now=0.0)
    ears = {}
    for someone in people:
        ears[someone["handle"]] = Ear()
        room.enter(someone, ears[someone["handle"]])
    return room, ears


def frame(seq: int = 1, *, ts: int | None = None, flags: int = 0, packet: bytes = PACKET) -> Mic:
    return Mic(flags=flags, seq=seq & 0xFFFF, ts=(seq * 960 if ts is None else ts) & 0xFFFFFFFF, level=30, packet=packet)


def packets_in(bundle: bytes) -> list[bytes]:
    return [packet for group in protocol.parse_bundle(bundle).groups for packet in group.packets]
