"""Everybody connected to a room: who hears through which listener, and how."""

from collections.abc import Iterator

from apps.realtime.events import Person
from apps.spaces.live.listeners import Listener
from apps.spaces.live.stage import Stage


class Member:
    """Somebody connected."""

    __slots__ = ("is_hidden", "listener", "person")

    def __init__(self, person: Person, listener: Listener, is_hidden: bool) -> None:
        self.person = person
        self.listener = listener
        self.is_hidden = is_hidden  # counted among the listeners, not named


class Crowd:
    """`speaking` hear packets at once, each with the slot of its own seat; `listening` hear bundles."""

    def __init__(self, now: float) -> None:
        self.empty_since: float | None = now
        self.speaking: tuple[tuple[int, Listener], ...] = ()
        self.listening: tuple[Listener, ...] = ()
        self._members: dict[str, Member] = {}  # by person id

    def __len__(self) -> int:
        return len(self._members)

    def __contains__(self, person_id: str) -> bool:
        return person_id in self._members

    def __iter__(self) -> Iterator[Member]:
        return iter(list(self._members.values()))

    def add(self, person: Person, listener: Listener, *, is_hidden: bool = False) -> None:
        """`person` hears through `listener` from now on, and through nothing else."""
        before = self._members.get(person["id"])
        if before:
            before.listener.close("replaced")
        self._members[person["id"]] = Member(person, listener, is_hidden)
        self.empty_since = None

    def drop(self, person_id: str, now: float) -> Member | None:
        member = self._members.pop(person_id, None)
        if not self._members:
            self.empty_since = now
        return member

    def is_hidden(self, person_id: str) -> bool:
        member = self._members.get(person_id)
        return member is not None and member.is_hidden

    def show(self, person_id: str) -> None:
        """They are hidden no more."""
        if person_id in self._members:
            self._members[person_id].is_hidden = False

    def hears_through(self, person_id: str, listener: Listener) -> bool:
        """Whether this is the connection that speaks for its person, not one that was replaced or sent away."""
        member = self._members.get(person_id)
        return member is not None and member.listener is listener

    def arrange(self, stage: Stage) -> None:
        """Sorts everybody by how they hear: packets at once on stage, bundles elsewhere."""
        members = self._members.items()
        seats = {person_id: stage.of(person_id) for person_id in self._members}
        self.speaking = tuple((seat.slot, member.listener) for person_id, member in members if (seat := seats[person_id]))
        self.listening = tuple(member.listener for person_id, member in members if not seats[person_id])

    def tell(self, text: str) -> None:
        for member in self._members.values():
            member.listener.tell(text)

    def close_all(self, name: str) -> None:
        for member in self._members.values():
            member.listener.close(name)
