"""A live Space in memory: who is here, who is heard, and what everybody is told.

Plain Python on one event loop; the clock comes in with each call. Rows decide who may do what; they arrive as `Facts` when the
room opens and as nudges afterwards (`apply`). On the path of a sound there is no database, no JSON, no logging and no waiting.
"""

from collections.abc import Callable
from typing import Any, TypedDict

from apps.realtime.events import Person
from apps.spaces.live import protocol
from apps.spaces.live.audience import Audience
from apps.spaces.live.journal import Journal, passing
from apps.spaces.live.listeners import BEAT_SECONDS, Listener
from apps.spaces.live.protocol import Mic
from apps.spaces.live.reactions import Reactions
from apps.spaces.live.stage import Stage, StageSeat

MOST_PEOPLE = 3_000  # in one room and process: what one uvicorn process carries


class Facts(TypedDict):
    """What the rows say of a Space."""

    space: dict[str, Any]
    stage: list[tuple[Person, str]]
    hands: list[tuple[Person, int]]
    removed: list[str]
    is_live: bool


class Member:
    """Somebody connected."""

    __slots__ = ("listener", "person")

    def __init__(self, person: Person, listener: Listener) -> None:
        self.person = person
        self.listener = listener


class Room:
    """One per live Space and process."""

    def __init__(self, facts: Facts, now: float) -> None:
        self.ended = False
        self.changes = 0  # nudges so far; tells whether facts read meanwhile are stale
        self.empty_since: float | None = now
        self.space = facts["space"]
        self._began_at = now
        self._members: dict[str, Member] = {}
        self._stage = Stage()
        self._hands: dict[str, tuple[Person, int]] = {}
        self._removed: set[str] = set()
        self._journal = Journal()
        self._audience = Audience()
        self._reactions = Reactions()
        self._bundle_seq = 0
        self._listening: tuple[Listener, ...] = ()
        self._speaking: tuple[tuple[int, Listener], ...] = ()
        self.reconcile(facts, now)

    # ---- coming and going --------------------------------------------------------------------------------------------

    def may_enter(self, person_id: str) -> str | None:
        """Why `person_id` can't come in (a name of CLOSE_CODES), or None."""
        if self.ended:
            return "space_ended"
        if person_id in self._removed:
            return "removed"
        is_full = len(self._members) >= MOST_PEOPLE and person_id not in self._members
        return "space_full" if is_full else None

    def enter(self, person: Person, listener: Listener) -> None:
        """`person` hears through `listener` from now on, and through nothing else."""
        seat = self._stage.of(person["id"])
        if seat:
            seat.person, seat.lost_at = person, None
            seat.voice.start_anew()
            self._tell_seat(seat)
        before = self._members.get(person["id"])
        if before:
            before.listener.close("replaced")
        # Last: the newcomer's first news is the answer to `join`.
        self._members[person["id"]] = Member(person, listener)
        self.empty_since = None
        self._rearrange()

    def lose(self, person_id: str, listener: Listener, now: float) -> None:
        """A connection is gone; a seat on stage waits for its person to come back."""
        member = self._members.get(person_id)
        if not member or member.listener is not listener:
            return  # replaced meanwhile
        self._forget(person_id, now)
        seat = self._stage.of(person_id)
        if seat:
            seat.lost_at = now
            seat.voice.close()
            self._tell_seat(seat)

    def is_heard_through(self, person_id: str, listener: Listener) -> bool:
        """Whether this is the connection that speaks for its person, not one that was replaced or sent away."""
        member = self._members.get(person_id)
        return member is not None and member.listener is listener

    @property
    def listening_count(self) -> int:
        return len(self._listening)

    def _forget(self, person_id: str, now: float) -> Member | None:
        member = self._members.pop(person_id, None)
        if not self._members:
            self.empty_since = now
        self._rearrange()
        return member

    def _rearrange(self) -> None:
        """Sorts everybody by how they hear: packets at once on stage, bundles elsewhere."""
        members = self._members.items()
        seats = {person_id: self._stage.of(person_id) for person_id in self._members}
        self._speaking = tuple((seat.slot, member.listener) for person_id, member in members if (seat := seats[person_id]))
        self._listening = tuple(member.listener for person_id, member in members if not seats[person_id])
        self._audience.changed = True

    # ---- the path of a sound -----------------------------------------------------------------------------------------

    def hear(self, person_id: str, mic: Mic, now: float) -> str | None:
        """Takes a packet from somebody's microphone, or names the rule that forbids it."""
        seat = self._stage.of(person_id)
        if seat is None:
            return "not_on_stage"
        fault = seat.voice.accept(mic, now)
        if fault:
            return fault
        relayed = protocol.relay(seat.slot, mic)
        for slot, listener in self._speaking:
            if slot != seat.slot:
                listener.deliver(relayed)
        return None

    def take_bundle(self, now: float) -> tuple[bytes, tuple[Listener, ...]] | None:
        """What was said since the last call, once for all, and those who shall hear it; None in silence."""
        groups = [group for seat in self._stage for group in seat.voice.take_groups(seat.slot)][: protocol.MOST_GROUPS]
        if not groups:
            return None
        self._bundle_seq += 1
        return protocol.bundle(self._bundle_seq, int((now - self._began_at) * 1000), groups), self._listening

    # ---- what people do that no row records --------------------------------------------------------------------------

    def set_mic(self, person_id: str, *, is_open: bool, again: bool = False) -> bool:
        """Opens or closes one's own microphone. False for somebody without a seat.

        `again`: their page asks after an outage, not they; what a host muted meanwhile stays muted, and the answer is False.
        """
        seat = self._stage.of(person_id)
        if seat is None or (again and seat.is_hushed):
            return False
        seat.is_hushed = False
        if is_open != seat.voice.open:
            self._turn_mic(seat, is_open)
        return True

    def mute(self, person_id: str | None) -> None:
        """Closes somebody's microphone, or those of all but the host; only they themselves can open it again."""
        for seat in self._stage:
            is_meant = seat.person["id"] == person_id if person_id is not None else seat.role != "host"
            if is_meant:
                seat.is_hushed = True
                self._close_mic(seat)

    def react(self, person_id: str, reaction: str) -> None:
        self._reactions.add(person_id, reaction)

    def _close_mic(self, seat: StageSeat) -> None:
        if seat.voice.open:
            self._turn_mic(seat, False)

    def _turn_mic(self, seat: StageSeat, is_open: bool) -> None:
        if is_open:
            seat.voice.open = True
        else:
            seat.voice.close()
        self._tell_seat(seat)

    # ---- what the rows say -------------------------------------------------------------------------------------------

    def reconcile(self, facts: Facts, now: float) -> None:
        """Makes the room what the rows say, whatever nudges were lost or came in another order."""
        self._removed &= set(facts["removed"])
        for person_id in facts["removed"]:
            self._remove(person_id, now)
        roles = {person["id"]: (person, role) for person, role in facts["stage"]}
        for seat in self._stage:
            if seat.person["id"] not in roles:
                self._leave_stage(seat.person["id"])
        for person, role in roles.values():
            self._take_stage(person, role, now)
        hands = {person["id"]: (person, raised_at) for person, raised_at in facts["hands"]}
        for person_id, (person, _raised_at) in list(self._hands.items()):
            if person_id not in hands:
                self._set_hand(person, None)
        for person, raised_at in hands.values():
            self._set_hand(person, raised_at)
        if not facts["is_live"]:
            self.end()

    def apply(self, event: str, data: dict[str, Any], now: float) -> None:
        """A nudge: some row changed."""
        self.changes += 1
        _NUDGES[event](self, data, now)

    def _role_changed(self, data: dict[str, Any], now: float) -> None:
        if data["role"] == "listener":
            self._leave_stage(data["person"]["id"])
        else:
            self._set_hand(data["person"], None)
            self._take_stage(data["person"], data["role"], now)

    def _hand_changed(self, data: dict[str, Any], now: float) -> None:
        self._set_hand(data["person"], data["raised_at"])

    def _person_left(self, data: dict[str, Any], now: float) -> None:
        self._send_away(data["person"], "left", now)

    def _person_removed(self, data: dict[str, Any], now: float) -> None:
        self._remove(data["person"]["id"], now)

    def _space_ended(self, data: dict[str, Any], now: float) -> None:
        self.end()

    def _take_stage(self, person: Person, role: str, now: float) -> None:
        if self._stage.of(person["id"]) or person["id"] in self._removed:
            return
        seat = self._stage.seat(person, role, lost_at=None if person["id"] in self._members else now)
        self._tell_seat(seat)
        self._rearrange()

    def _leave_stage(self, person_id: str) -> None:
        seat = self._stage.vacate(person_id)
        if seat:
            self._tell_all("seat_changed", {"slot": seat.slot, "seat": None})
            self._rearrange()

    def _set_hand(self, person: Person, raised_at: int | None) -> None:
        if person["id"] in self._removed:
            raised_at = None  # a nudge that was overtaken
        before = self._hands.pop(person["id"], None)
        if raised_at is not None:
            self._hands[person["id"]] = (person, raised_at)
        if (before[1] if before else None) != raised_at:
            self._tell_all("hand_changed", {"person": person, "raised_at": raised_at})

    def _remove(self, person_id: str, now: float) -> None:
        if person_id not in self._removed:
            self._removed.add(person_id)
            hand = self._hands.get(person_id)
            if hand:
                self._set_hand(hand[0], None)
            self._leave_stage(person_id)
            member = self._forget(person_id, now)
            if member:
                member.listener.close("removed")

    def _send_away(self, person: Person, name: str, now: float) -> None:
        self._set_hand(person, None)
        self._leave_stage(person["id"])
        member = self._forget(person["id"], now)
        if member:
            member.listener.close(name)

    def end(self) -> None:
        """Over for everybody."""
        if not self.ended:
            self.ended = True
            for seat in self._stage:
                seat.voice.close()
            self._tell_all("space_ended", {"url": self.space["url"]})
            self.close_all("space_ended")

    def close_all(self, name: str) -> None:
        for member in self._members.values():
            member.listener.close(name)

    # ---- what everybody is told --------------------------------------------------------------------------------------

    def hello(self) -> dict[str, Any]:
        """The first words to a new connection."""
        return {
            "versions": [protocol.VERSION],
            "epoch": self._journal.epoch,
            "n": self._journal.n,
            "beat_ms": int(BEAT_SECONDS * 1000),
        }

    def welcome(self, person_id: str, since: object) -> dict[str, Any]:
        """The answer to `join`: what happened after `since`, or everything; and who you are here."""
        seat = self._stage.of(person_id)
        you = {"id": person_id, "slot": seat.slot if seat else None, "may_host": self.is_host(person_id)}
        return {**self.catch_up(since), "you": you}

    def catch_up(self, since: object) -> dict[str, Any]:
        """Events missed since `{"epoch", "n"}`, or a snapshot."""
        known = since if isinstance(since, dict) else {}
        missed = self._journal.since(known.get("epoch"), known.get("n"))
        head = {"epoch": self._journal.epoch, "n": self._journal.n}
        return {**head, "snapshot": self.snapshot()} if missed is None else {**head, "missed": missed}

    def snapshot(self) -> dict[str, Any]:
        """Everything a newcomer must know; later events apply to it."""
        hands = sorted(self._hands.values(), key=lambda hand: hand[1])
        return {
            "space": self.space,
            "stage": [seat.as_event() for seat in self._stage],
            "hands": [{"person": person, "raised_at": raised_at} for person, raised_at in hands],
            "audience": self._audience.snapshot(),
        }

    @property
    def epoch(self) -> str:
        return self._journal.epoch

    def is_host(self, person_id: str) -> bool:
        return bool(self.space["host"] == person_id)

    def tell_news(self, now: float) -> None:
        """Passes on what was gathered: reactions, and who came and went."""
        reactions = self._reactions.news(now)
        if reactions:
            self._tell(passing("people_reacted", reactions))
        listening = (m.person for m in self._members.values() if not self._stage.of(m.person["id"]))
        news = self._audience.news(listening, now)
        if news:
            self._tell_all("audience_changed", news)

    def close_faulty(self, now: float) -> None:
        """Once a second: closes the connections that are dead or hopelessly slow."""
        for person_id, member in list(self._members.items()):
            fault = member.listener.fault(now)
            if fault:
                member.listener.close(fault)
                self.lose(person_id, member.listener, now)

    def forsaken_seats(self, now: float) -> list[StageSeat]:
        """The seats that have waited long enough for their person."""
        return [seat for seat in self._stage if seat.is_forsaken(now)]

    def _tell_seat(self, seat: StageSeat) -> None:
        self._tell_all("seat_changed", {"slot": seat.slot, "seat": seat.as_event()})

    def _tell_all(self, event: str, data: dict[str, Any]) -> None:
        self._tell(self._journal.record(event, data))

    def _tell(self, text: str) -> None:
        for member in self._members.values():
            member.listener.tell(text)


_NUDGES: dict[str, Callable[[Room, dict[str, Any], float], None]] = {
    "role_changed": Room._role_changed,
    "hand_changed": Room._hand_changed,
    "person_left": Room._person_left,
    "person_removed": Room._person_removed,
    "space_ended": Room._space_ended,
}
