"""All live rooms of this process, and the clock that drives them."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from apps.core.errors import NotFound
from apps.spaces.live import nudges
from apps.spaces.live.captioner import Utterance
from apps.spaces.live.room import Facts, Room

logger = logging.getLogger(__name__)

BUNDLE_SECONDS = 0.060  # one bundle per listener and tick: a third of the sends that packets would take
LONGEST_BUNDLE_SECONDS = 0.100  # a crowd hears 40 ms later, for two fifths fewer sends; browsers learn to wait for them
LISTENERS_AT_EASE, LISTENERS_IN_A_CROWD = 1_000, 2_500  # of all rooms: until then the one, from then on the other
SENDS_IN_A_ROW = 200  # then the loop breathes; 200 sends take daphne about 4 ms
ROUND_SECONDS = 1.0
REPORT_SECONDS = 5.0
EMPTY_SECONDS = 60.0  # a room nobody is in is forgotten after this; its rows stay


class Desk(Protocol):
    """What the hub asks of the world of rows. Every call may take its time; none is awaited on the path of a sound."""

    async def facts(self, space_id: int) -> Facts: ...
    async def report_alive(self, space_id: int, listening_count: int) -> None: ...
    async def give_up_seat(self, space_id: int, person_id: str) -> None: ...
    async def pass_on_hosting(self, space_id: int, lost: str, present: list[str]) -> None: ...
    async def host_returns(self, space_id: int) -> None: ...
    async def end(self, space_id: int) -> None: ...
    async def keep_utterance(self, space_id: int, utterance: Utterance) -> None: ...
    def watch(self, space_id: int, hear: Callable[[str, dict[str, Any]], None]) -> Callable[[], None]: ...


def bundle_seconds(listeners: int) -> float:
    """How long to gather sound before it is sent to so many."""
    crowding = (listeners - LISTENERS_AT_EASE) / (LISTENERS_IN_A_CROWD - LISTENERS_AT_EASE)
    return BUNDLE_SECONDS + min(max(crowding, 0.0), 1.0) * (LONGEST_BUNDLE_SECONDS - BUNDLE_SECONDS)


class Hub:
    """Opens rooms, ticks them, and carries their errands to the desk."""

    def __init__(self, desk: Desk, clock: Callable[[], float] = time.monotonic) -> None:
        self._desk = desk
        self._clock = clock
        self._rooms: dict[int, Room] = {}
        self._opening: dict[int, asyncio.Task[Room]] = {}
        self._unwatch: dict[int, Callable[[], None]] = {}
        self._errands: set[asyncio.Task[None]] = set()
        self._round_at = self._report_at = 0.0

    def room(self, space_id: int) -> Room | None:
        return self._rooms.get(space_id)

    async def open(self, space_id: int) -> Room:
        """The room of a Space, made from its rows if this process has none yet. Raises what the desk raises."""
        if space_id in self._rooms:
            return self._rooms[space_id]
        if space_id not in self._opening:
            self._opening[space_id] = asyncio.ensure_future(self._open(space_id))
        return await asyncio.shield(self._opening[space_id])

    async def _open(self, space_id: int) -> Room:
        """Listens before it reads, so that nothing falls between."""
        early: list[tuple[str, dict[str, Any]]] = []
        unwatch = self._desk.watch(space_id, lambda event, data: early.append((event, data)))
        try:
            room = Room(await self._desk.facts(space_id), self._clock())
        finally:
            unwatch()
            self._opening.pop(space_id, None)
        for event, data in early:
            nudges.apply(room, event, data, self._clock())
        self._unwatch[space_id] = self._desk.watch(space_id, lambda event, data: nudges.apply(room, event, data, self._clock()))
        self._rooms[space_id] = room
        return room

    async def run(self) -> None:
        """Ticks until cancelled. A tick that comes late is not made up for: its sound goes out with the next."""
        due = self._clock()
        while True:
            due = max(due + bundle_seconds(sum(room.listening_count for room in self._rooms.values())), self._clock())
            await asyncio.sleep(due - self._clock())
            try:
                await self.tick()
            except Exception:
                logger.exception("A round failed; the rooms go on.")

    async def tick(self) -> None:
        """Sends every room's bundle, then its news, then does what is due once a second and every few seconds."""
        now = self._clock()
        for space_id, room in list(self._rooms.items()):
            try:
                await self._send_bundle(room, now)
                room.tell_news(now)
                self._hand_in_utterances(space_id, room, now)
            except Exception:
                logger.exception("A tick of Space %s failed; the other rooms go on.", space_id)
        if now - self._round_at >= ROUND_SECONDS:
            self._round_at = now
            self._make_round(now)
        if now - self._report_at >= REPORT_SECONDS:
            self._report(since=self._report_at)
            self._report_at = now

    async def _send_bundle(self, room: Room, now: float) -> None:
        taken = room.take_bundle(now)
        if taken is None:
            return
        bundle, listeners = taken
        for start in range(0, len(listeners), SENDS_IN_A_ROW):
            if start:
                await asyncio.sleep(0)
            for listener in listeners[start : start + SENDS_IN_A_ROW]:
                listener.deliver(bundle)

    def _hand_in_utterances(self, space_id: int, room: Room, now: float) -> None:
        for utterance in room.captioner.take_utterances(now):
            self._send(self._desk.keep_utterance(space_id, utterance))

    def _make_round(self, now: float) -> None:
        for space_id, room in list(self._rooms.items()):
            try:
                self._look_after(space_id, room, now)
            except Exception:
                logger.exception("The round of Space %s failed; the other rooms go on.", space_id)

    def _look_after(self, space_id: int, room: Room, now: float) -> None:
        room.close_faulty(now)
        for seat in room.forsaken_seats(now):
            seat.lost_at = now  # asked again only if the row did not change
            self._send(self._desk.give_up_seat(space_id, seat.person["id"]))
        self.see_to_host(space_id, room, now)
        if room.ended or (room.empty_since is not None and now - room.empty_since > EMPTY_SECONDS):
            self._forget(space_id)

    def see_to_host(self, space_id: int, room: Room, now: float) -> None:
        """Once a second, and when somebody comes in: is there anything to do about who hosts?"""
        errand = None if room.ended else room.hosting.due(now)
        if errand == "host_returns":
            self._send(self._desk.host_returns(space_id))
        elif errand == "pass_on_hosting":
            self._send(self._desk.pass_on_hosting(space_id, room.hosting.host, room.hosting.heirs()))
        elif errand == "end":
            self._send(self._desk.end(space_id))

    def _report(self, since: float) -> None:
        """Rooms with people in them, and those whose last person left since the last time."""
        for space_id, room in self._rooms.items():
            if room.empty_since is None or room.empty_since >= since:
                self._send(self._report_one(space_id, room))

    async def _report_one(self, space_id: int, room: Room) -> None:
        await self._desk.report_alive(space_id, room.listening_count)
        changes = room.changes
        try:
            facts = await self._desk.facts(space_id)
        except NotFound:  # deleted, with its host perhaps
            return room.end()
        if room.changes == changes:  # else these facts are older than what the room knows; next time
            nudges.reconcile(room, facts, self._clock())

    def _forget(self, space_id: int) -> None:
        del self._rooms[space_id]
        self._unwatch.pop(space_id)()

    def _send(self, errand: Awaitable[None]) -> None:
        task = asyncio.ensure_future(self._run(errand))
        self._errands.add(task)
        task.add_done_callback(self._errands.discard)

    async def _run(self, errand: Awaitable[None]) -> None:
        try:
            await errand
        except Exception:
            logger.exception("An errand failed; the next round tries again.")
