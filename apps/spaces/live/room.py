"""A live Space in memory: who is here, who is heard, and what everybody is told.

Plain Python on one event loop; the clock comes in with each call. Rows decide who may do what; they arrive as `Facts` when the
room opens and as nudges afterwards (`nudges.py`). On the path of a sound there is no database, no JSON, no logging and no waiting.
"""

from collections.abc import Iterable
from typing import Any, TypedDict

from apps.realtime.events import Person
from apps.spaces.live import nudges, protocol
from apps.spaces.live.audience import Audience
from apps.spaces.live.captioner import Captioner
from apps.spaces.live.crowd import Crowd, Member
from apps.spaces.live.hosting import Hosting
from apps.spaces.live.journal import Journal, passing
from apps.spaces.live.listeners import BEAT_SECONDS, Listener
from apps.spaces.live.protocol import Mic
from apps.spaces.live.reactions import Reactions
from apps.spaces.live.stage import Stage, StageSeat
from apps.spaces.live.transcript import Captions, Transcript
from apps.spaces.live.waiting import Waiting

MOST_PEOPLE = 3_100  # in one room and process: 3,000 listeners, what one uvicorn process carries, and those on stage


class Facts(TypedDict):
    """What the rows say of a Space."""

    space: dict[str, Any]
    age_ms: int  # since the Space started
    stage: list[tuple[Person, str]]
    agreed: list[str]  # to captions, of those on stage
    hands: list[tuple[Person, int]]
    invitations: list[tuple[Person, int]]
    removed: list[str]
    gone: list[str]  # by themselves, for good
    captions: Captions
    is_live: bool


class Room:
    """One per live Space and process."""

    def __init__(self, facts: Facts, now: float) -> None:
        self.ended = False
        self.changes = 0  # nudges so far; tells whether facts read meanwhile are stale
        self.space = facts["space"]
        self._began_at = now
        self._crowd = Crowd(now)
        self._stage = Stage(self.space["opened_by"]["id"])
        self.hosting = Hosting(self.space["host"], self.space["opened_by"]["id"], self._crowd, self._stage)
        self._hands = Waiting("raised_at")
        self._invitations = Waiting("invited_at")
        self._removed: set[str] = set()
        self._journal = Journal()
        self._audience = Audience()
        self._reactions = Reactions()
        self._bundle_seq = 0
        self.transcript = Transcript(facts["captions"], self._tell_all)
        self.captioner = Captioner(facts["age_ms"], now, is_on=self.transcript.is_on)
        nudges.reconcile(self, facts, now)

    # ---- coming and going --------------------------------------------------------------------------------------------

    def may_enter(self, person_id: str) -> str | None:
        """Why `person_id` can't come in (a name of CLOSE_CODES), or None."""
        if self.ended:
            return "space_ended"
        if person_id in self._removed:
            return "removed"
        has_place = person_id in self._crowd or self._stage.of(person_id) is not None
        is_full = len(self._crowd) >= MOST_PEOPLE and not has_place
        return "space_full" if is_full else None

    def enter(self, person: Person, listener: Listener, *, is_hidden: bool = False) -> None:
        """`person` hears through `listener` from now on, and through nothing else; hidden, they are counted and not named."""
        seat = self._stage.of(person["id"])
        if seat:
            seat.person, seat.lost_at = person, None
            seat.voice.start_anew()
            self._tell_seat(seat)
        # Last: the newcomer's first news is the answer to `join`.
        self._crowd.add(person, listener, is_hidden=is_hidden and seat is None)
        self._rearrange()

    def lose(self, person_id: str, listener: Listener, now: float) -> None:
        """A connection is gone; a seat on stage waits for its person to come back."""
        if not self._crowd.hears_through(person_id, listener):
            return  # replaced meanwhile
        self._forget(person_id, now)
        seat = self._stage.of(person_id)
        if seat:
            seat.lost_at = now
            seat.voice.close()
            self._tell_seat(seat)

    def is_heard_through(self, person_id: str, listener: Listener) -> bool:
        """Whether this is the connection that speaks for its person, not one that was replaced or sent away."""
        return self._crowd.hears_through(person_id, listener)

    def is_hidden(self, person_id: str) -> bool:
        return self._crowd.is_hidden(person_id)

    def present(self) -> tuple[list[str], list[str]]:
        """The ids of those who speak here now, and of those who listen, the hidden not among them."""
        listening = [m.person["id"] for m in self._crowd if not m.is_hidden and not self._stage.of(m.person["id"])]
        return [seat.person["id"] for seat in self._stage if seat.lost_at is None], listening

    @property
    def empty_since(self) -> float | None:
        """When the last person went, None while somebody is here."""
        return self._crowd.empty_since

    @property
    def listening_count(self) -> int:
        return len(self._crowd.listening)

    def _forget(self, person_id: str, now: float) -> Member | None:
        member = self._crowd.drop(person_id, now)
        self._rearrange()
        return member

    def _rearrange(self) -> None:
        self._crowd.arrange(self._stage)
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
        for slot, listener in self._crowd.speaking:
            if slot != seat.slot:
                listener.deliver(relayed)
        if seat.scribe:
            seat.scribe.deliver(relayed)
        return None

    def take_bundle(self, now: float) -> tuple[bytes, tuple[Listener, ...]] | None:
        """What was said since the last call, once for all, and those who shall hear it; None in silence."""
        groups = [group for seat in self._stage for group in seat.voice.take_groups(seat.slot)][: protocol.MOST_GROUPS]
        if not groups:
            return None
        self._bundle_seq += 1
        return protocol.bundle(self._bundle_seq, int((now - self._began_at) * 1000), groups), self._crowd.listening

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

    def on_stage(self) -> list[str]:
        """The ids of those who sit there."""
        return [seat.person["id"] for seat in self._stage]

    def with_hands(self) -> list[Person]:
        return self._hands.people()

    def invited(self) -> list[Person]:
        return self._invitations.people()

    def let_back_all_but(self, removed: Iterable[str]) -> None:
        """Only `removed` stay removed."""
        self._removed &= set(removed)

    def take_stage(self, person: Person, role: str, now: float) -> None:
        """A seat, or another role on the one they have: then nothing else about it changes."""
        seat = self._stage.of(person["id"])
        if person["id"] in self._removed or (seat and seat.role == role):
            return
        if seat:
            seat.role = role
        else:
            seat = self._stage.seat(person, role, lost_at=None if person["id"] in self._crowd else now)
            self.captioner.follow(seat)
            self._crowd.show(person["id"])
            self._rearrange()
        self._tell_seat(seat)

    def set_host(self, person_id: str) -> None:
        if not self.is_host(person_id):
            self.hosting.change(person_id)
            self._tell_all("host_changed", {"host": person_id})

    def leave_stage(self, person_id: str) -> None:
        seat = self._stage.vacate(person_id)
        if seat:
            self._tell_all("seat_changed", {"slot": seat.slot, "seat": None})
            self._rearrange()

    def set_consent(self, person_id: str, agrees: bool) -> None:
        """To captions: who refuses, or was never asked, is heard and not written down."""
        seat = self._stage.of(person_id)
        if self.captioner.set_consent(person_id, agrees) and seat:
            self.captioner.follow(seat)
            self._tell_seat(seat)

    def set_hand(self, person: Person, raised_at: int | None) -> None:
        if person["id"] in self._removed:
            raised_at = None  # a nudge that was overtaken
        if raised_at is not None and self._crowd.is_hidden(person["id"]):
            self._crowd.show(person["id"])
            self._audience.changed = True
        if self._hands.set(person, raised_at):
            self._tell_all("hand_changed", self._hands.as_event(person, raised_at))

    def set_invitation(self, person: Person, invited_at: int | None) -> None:
        if person["id"] in self._removed or self._stage.of(person["id"]):
            invited_at = None  # a nudge that was overtaken
        if self._invitations.set(person, invited_at):
            self._tell_all("invitation_changed", self._invitations.as_event(person, invited_at))

    def stop_waiting(self, person_id: str) -> None:
        """Neither asking nor invited any more."""
        for waiting, tell in ((self._hands, self.set_hand), (self._invitations, self.set_invitation)):
            person = waiting.of(person_id)
            if person:
                tell(person, None)

    def remove(self, person_id: str, now: float) -> None:
        if person_id not in self._removed:
            self._removed.add(person_id)
            self.send_away(person_id, "removed", now)

    def part_with(self, person_id: str, now: float) -> None:
        """They have left for good, and rows say so; nothing is told of who is not here."""
        if person_id in self._crowd or self._stage.of(person_id):
            self.send_away(person_id, "left", now)

    def send_away(self, person_id: str, name: str, now: float) -> None:
        """Out of the room, with a name of `CLOSE_CODES`."""
        self.stop_waiting(person_id)
        self.leave_stage(person_id)
        member = self._forget(person_id, now)
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
        self._crowd.close_all(name)

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
        you["hidden"] = self.is_hidden(person_id)
        return {**self.catch_up(since), "you": you}

    def catch_up(self, since: object) -> dict[str, Any]:
        """Events missed since `{"epoch", "n"}`, or a snapshot."""
        known = since if isinstance(since, dict) else {}
        missed = self._journal.since(known.get("epoch"), known.get("n"))
        head = {"epoch": self._journal.epoch, "n": self._journal.n}
        return {**head, "snapshot": self.snapshot()} if missed is None else {**head, "missed": missed}

    def snapshot(self) -> dict[str, Any]:
        """Everything a newcomer must know; later events apply to it."""
        return {
            "space": {**self.space, "host": self.hosting.host},
            "stage": [seat.as_event() for seat in self._stage],
            "hands": self._hands.snapshot(),
            "invitations": self._invitations.snapshot(),
            "audience": self._audience.snapshot(),
            "captions": self.transcript.snapshot(),
        }

    @property
    def epoch(self) -> str:
        return self._journal.epoch

    def is_host(self, person_id: str) -> bool:
        """Whether they run it now."""
        return self.hosting.host == person_id

    def tell_news(self, now: float) -> None:
        """Passes on what was gathered: reactions, and who came and went."""
        reactions = self._reactions.news(now)
        if reactions:
            self._crowd.tell(passing("people_reacted", reactions))
        listening = [m for m in self._crowd if not self._stage.of(m.person["id"])] if self._audience.changed else []
        hidden = sum(member.is_hidden for member in listening)
        news = self._audience.news((member.person for member in listening if not member.is_hidden), now, hidden=hidden)
        if news:
            self._tell_all("audience_changed", news)

    def close_faulty(self, now: float) -> None:
        """Once a second: closes the connections that are dead or hopelessly slow."""
        for member in self._crowd:
            fault = member.listener.fault(now)
            if fault:
                member.listener.close(fault)
                self.lose(member.person["id"], member.listener, now)

    def forsaken_seats(self, now: float) -> list[StageSeat]:
        """The seats that have waited long enough for their person."""
        return [seat for seat in self._stage if seat.is_forsaken(now)]

    def _tell_seat(self, seat: StageSeat) -> None:
        self._tell_all("seat_changed", {"slot": seat.slot, "seat": seat.as_event()})

    def _tell_all(self, event: str, data: dict[str, Any]) -> None:
        self._crowd.tell(self._journal.record(event, data))
