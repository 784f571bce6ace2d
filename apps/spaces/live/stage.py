"""The seats from which people are heard."""

from collections.abc import Iterator
from itertools import count
from typing import Any

from apps.realtime.events import Person
from apps.spaces.live.listeners import Ear
from apps.spaces.live.voice import Voice

HOST_SLOT = 0
SEAT_WAITS_SECONDS = 30.0  # for a person whose connection was lost


class StageSeat:
    """A seat on stage; `lost_at` is when its person's connection was lost, None while they are here."""

    __slots__ = ("is_captioned", "is_hushed", "lost_at", "person", "role", "scribe", "slot", "voice")

    def __init__(self, slot: int, person: Person, role: str, lost_at: float | None) -> None:
        self.slot = slot
        self.person = person
        self.role = role
        self.voice = Voice()
        self.lost_at = lost_at
        self.is_hushed = False  # by the host, since its person last opened the microphone
        self.is_captioned = False  # whether its person agreed
        self.scribe: Ear | None = None  # who writes down what is said from here

    def as_event(self) -> dict[str, Any]:
        return {
            "slot": self.slot,
            "person": self.person,
            "role": self.role,
            "mic": "open" if self.voice.open else "muted",
            "present": self.lost_at is None,
            "captioned": self.is_captioned,
        }

    def is_forsaken(self, now: float) -> bool:
        """Not for the host, for whom the whole room waits longer (`hosting.py`)."""
        return self.role != "host" and self.lost_at is not None and now - self.lost_at > SEAT_WAITS_SECONDS


class Stage:
    """Who sits where. The services admit no more people than there are seats, and keep one for who opened the Space."""

    def __init__(self, opened_by: str) -> None:
        self._opened_by = opened_by
        self._seats: dict[str, StageSeat] = {}  # by person id

    def __iter__(self) -> Iterator[StageSeat]:
        return iter(sorted(self._seats.values(), key=lambda seat: seat.slot))

    def of(self, person_id: str) -> StageSeat | None:
        return self._seats.get(person_id)

    def seat(self, person: Person, role: str, lost_at: float | None) -> StageSeat:
        """Gives `person` the first free seat, muted; the very first is the one of who opened the Space."""
        taken = {HOST_SLOT, *(seat.slot for seat in self._seats.values())}
        slot = HOST_SLOT if person["id"] == self._opened_by else next(slot for slot in count(1) if slot not in taken)
        self._seats[person["id"]] = StageSeat(slot, person, role, lost_at)
        return self._seats[person["id"]]

    def vacate(self, person_id: str) -> StageSeat | None:
        seat = self._seats.pop(person_id, None)
        if seat:
            seat.voice.close()
        return seat
