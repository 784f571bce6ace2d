"""Stand-ins for the pure tests of the room: people, listeners that keep what they hear, packets of sound."""

import json
from collections.abc import Sequence
from typing import Any

from apps.realtime.events import Person
from apps.spaces.live import protocol
from apps.spaces.live.protocol import Mic
from apps.spaces.live.room import Facts, Room
from apps.spaces.live.transcript import Line

PACKET = b"\x78" + b"voice"


def person(person_id: int, handle: str) -> Person:
    return Person(id=str(person_id), handle=handle, name=handle.title(), hue=person_id, avatar="")


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


def line(line_id: int, who: Person = ALICE, *, began_ms: int | None = None, text: str = "Good morning.") -> Line:
    began_ms = line_id * 1000 if began_ms is None else began_ms
    return Line(id=str(line_id), person=who, began_ms=began_ms, ended_ms=began_ms + 900, text=text)


def facts(
    *speakers: Person,
    host: Person = ALICE,
    hands: tuple[Person, ...] = (),
    invited: tuple[Person, ...] = (),
    removed: tuple[Person, ...] = (),
    gone: tuple[Person, ...] = (),
    agreed: tuple[Person, ...] = (),
    captions: str = "on",
    lines: Sequence[Line] = (),
    is_live: bool = True,
) -> Facts:
    """What the rows say of Alice's Space."""
    return Facts(
        space={"id": "5", "title": "Dawn chorus", "host": host["id"], "opened_by": ALICE, "started_at": 0, "url": "/spaces/5/"},
        age_ms=0,
        stage=[(host, "host"), *((speaker, "speaker") for speaker in speakers)],
        hands=[(hand, 1000 + i) for i, hand in enumerate(hands)],
        invitations=[(guest, 2000 + i) for i, guest in enumerate(invited)],
        removed=[person["id"] for person in removed],
        gone=[person["id"] for person in gone],
        agreed=[someone["id"] for someone in agreed],
        captions={"state": captions, "lines": list(lines)},
        is_live=is_live,
    )


def room_with(*people: Person, speakers: tuple[Person, ...] = (), **more: Any) -> tuple[Room, dict[str, Ear]]:
    """A room of Alice's with these people in it, and their ears by handle."""
    room = Room(facts(*speakers, **more), now=0.0)
    ears = {}
    for someone in people:
        ears[someone["handle"]] = Ear()
        room.enter(someone, ears[someone["handle"]])
    return room, ears


def frame(seq: int = 1, *, ts: int | None = None, flags: int = 0, level: int = 30, packet: bytes = PACKET) -> Mic:
    return Mic(flags=flags, seq=seq & 0xFFFF, ts=(seq * 960 if ts is None else ts) & 0xFFFFFFFF, level=level, packet=packet)


def packets_in(bundle: bytes) -> list[bytes]:
    return [packet for group in protocol.parse_bundle(bundle).groups for packet in group.packets]
