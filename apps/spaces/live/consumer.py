"""The socket of one person in one Space: events, commands and sound."""

import asyncio
import json
import logging
import random
import time
from typing import Any

from django.contrib.sessions.backends.base import SessionBase
from django.db import DatabaseError
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.core.errors import Busy, Refused, TooFast
from apps.graph.hearing import unheard_by
from apps.realtime import events
from apps.realtime.limits import TokenBucket
from apps.realtime.outlet import Outlet
from apps.realtime.straight import StraightConsumer, is_signed_in
from apps.realtime.table import table
from apps.spaces import access, services
from apps.spaces.live import protocol
from apps.spaces.live.commands import ROOM_COMMANDS, ROW_COMMANDS, Data
from apps.spaces.live.desk import RowDesk, in_thread
from apps.spaces.live.faults import FAULTS
from apps.spaces.live.hub import Hub
from apps.spaces.live.journal import passing
from apps.spaces.live.listeners import BrowserListener
from apps.spaces.live.protocol import CLOSE_CODES, BadFrame, Mic, Pulse
from apps.spaces.live.room import Room

logger = logging.getLogger(__name__)

JOIN_SECONDS = 10.0
LOOKS_WITHIN_SECONDS = 5.0
LONGEST_TEXT = 4096  # characters
LONGEST_COMMAND_ID = 32  # characters
WAITING_COMMANDS = 32

Command = tuple[str, str, Data]  # name, id, data
NO_MORE: Command = ("", "", {})
TELL_UNHEARD: Command = ("", "unheard", {})  # our own: they blocked somebody meanwhile

_running: tuple[asyncio.AbstractEventLoop, Hub, asyncio.Task[None]] | None = None


def hub() -> Hub:
    """The hub of the running event loop, ticking since it was first asked for."""
    global _running
    loop = asyncio.get_running_loop()
    if _running is None or _running[0] is not loop:
        new = Hub(RowDesk())
        _running = (loop, new, loop.create_task(new.run()))
    return _running[1]


def room_here(space_id: int) -> Room | None:
    """The room of a Space, if it is open in this process."""
    is_ours = _running is not None and _running[0] is asyncio.get_running_loop()
    return _running[1].room(space_id) if _running and is_ours else None


class SpaceConsumer(StraightConsumer):
    """Sound goes straight to the room, commands of the moment too; commands about rows wait in a queue of their own."""

    person: User
    person_id: str
    space_id: int

    async def dispatch(self, message: dict[str, Any]) -> None:
        """Channels' own dispatch crosses to a thread and back for every message, behind whatever query holds that thread.

        Sound and commands must not wait for it; connecting and disconnecting may.
        """
        if message["type"] != "websocket.receive":
            await super().dispatch(message)
        elif self.outlet.closed:
            return  # whoever was shown the door is not listened to while they go
        elif message.get("bytes") is not None:
            self.take_bytes(message["bytes"])
        else:
            self.take_text(message["text"])

    async def connect(self) -> None:
        await self.accept()
        self.room: Room | None = None
        self.listener: BrowserListener | None = None
        self.outlet = Outlet(self.scope["straight_send"])
        self.queue: asyncio.Queue[Command] = asyncio.Queue()
        self.commands = TokenBucket(rate=10, burst=30)
        self.refused_commands = TokenBucket(rate=20, burst=100)
        self.refused_frames = TokenBucket(rate=100, burst=500)
        self.beats = TokenBucket(rate=2, burst=10)
        self.complained_at: dict[str, float] = {}
        self.person = self.scope["user"]
        self.person_id = str(self.person.pk)
        self.space_id = self.scope["url_route"]["kwargs"]["space_id"]
        self.topics = (events.of_person(self.person.pk), events.LIVE)
        for topic in self.topics:
            table.subscribe(topic, self.hear_of_person)
        self.serving = asyncio.ensure_future(self.serve())

    def hear_of_person(self, event: str, data: dict[str, Any]) -> None:
        ending = self.ending(event, data)
        if ending:
            self.outlet.cut_off(CLOSE_CODES[ending], ending)
            self.go()
        elif event == events.BlocksChanged.name:
            self.unheard_changed = True
            if self.room:
                self.queue.put_nowait(TELL_UNHEARD)
        elif event == events.ConnectedAgain.name:
            self.looking = asyncio.ensure_future(self.look_whether_signed_in())

    async def look_whether_signed_in(self) -> None:
        """Nobody knows which nudges were missed, the one that ended this log-in perhaps. Not all of a crowd ask at once."""
        await asyncio.sleep(random.random() * LOOKS_WITHIN_SECONDS)  # noqa: S311
        if not self.outlet.closed and not await in_thread(is_signed_in, self.scope["session"]):
            self.close_as("restarting")

    async def disconnect(self, code: int) -> None:
        for topic in self.topics:
            table.unsubscribe(topic, self.hear_of_person)
        self.go()

    def go(self) -> None:
        """Out of the room; whoever hangs up, or is shown the door, does nothing more here."""
        if self.room and self.listener:
            self.room.lose(self.person_id, self.listener, time.monotonic())
            self.serve_no_more()
        else:
            self.serving.cancel()

    def serve_no_more(self) -> None:
        """What is being done is finished; of what waits only this: whoever said that they leave has left."""
        waiting = [self.queue.get_nowait() for _ in range(self.queue.qsize())]
        for command in [*(command for command in waiting if command[0] == "leave"), NO_MORE]:
            self.queue.put_nowait(command)

    # ---- from connect to sound ---------------------------------------------------------------------------------------

    async def serve(self) -> None:
        """Lets the person in, then does what they ask, one thing after the other."""
        try:
            room = await self.open_room()
            self.outlet.text(passing("hello", room.hello()))
            async with asyncio.timeout(JOIN_SECONDS):
                await self.join(*await self.queue.get())
            while (command := await self.queue.get()) is not NO_MORE:
                await (self.tell_unheard() if command is TELL_UNHEARD else self.obey(*command))
        except Refused as refusal:
            self.close_as(refusal.code)
        except TimeoutError:
            self.close_as("heartbeat_lost")
        except Exception:
            logger.exception("A connection to Space %s failed.", self.space_id)
            self.close_as("restarting")

    async def open_room(self) -> Room:
        await in_thread(_take_seat, self.person, self.scope["session"], self.space_id)
        return await hub().open(self.space_id)

    async def join(self, name: str, command_id: str, data: Data) -> None:
        if name != "join" or data.get("version") != protocol.VERSION:
            raise Refused("unsupported_version", _("This page is out of date. Reload it."))
        self.unheard_changed = False
        unheard, is_hidden = await in_thread(_come_in, self.person, self.space_id, data.get("hidden"))
        room = await hub().open(self.space_id)  # anew: an empty room may have been forgotten since `hello`
        now = time.monotonic()
        if self.outlet.closed:
            return
        reason = room.may_enter(self.person_id)
        if reason:
            return self.close_as(reason)
        self.room, self.listener = room, BrowserListener(self.outlet, now)
        room.enter(self.person.as_event(), self.listener, is_hidden=is_hidden)
        welcome = room.welcome(self.person_id, data.get("since"))
        welcome["you"]["captions_consent"] = self.person.captions_consent
        welcome["you"]["unheard"] = unheard
        self.reply(command_id, welcome)
        if self.unheard_changed:
            self.queue.put_nowait(TELL_UNHEARD)
        hub().see_to_host(self.space_id, room, now)

    async def tell_unheard(self) -> None:
        self.outlet.text(passing("unheard_changed", {"people": await in_thread(unheard_by, self.person)}))

    def close_as(self, name: str) -> None:
        """Ends the connection with a named code; a name that has none of its own is nobody's business outside."""
        name = name if name in CLOSE_CODES else "not_found"
        self.outlet.close(CLOSE_CODES[name], name)

    # ---- sound -------------------------------------------------------------------------------------------------------

    def take_bytes(self, data: bytes) -> None:
        try:
            frame = protocol.parse_from_client(data)
        except BadFrame:
            return self.close_as("bad_frame")
        now = time.monotonic()
        if self.room is None or self.listener is None:
            return self.refuse_frame("not_on_stage", now)
        if isinstance(frame, Mic):
            fault = self.room.hear(self.person_id, frame, now) if self.is_current() else "not_on_stage"
            if fault:
                self.refuse_frame(fault, now)
        elif not self.beats.take(now):
            self.refuse_frame("too_fast", now)
        else:
            self.listener.take_beat(frame, now)
            self.outlet.sound(protocol.pulse(Pulse(frame.client_ms, int(now * 1000))))

    def is_current(self) -> bool:
        """Whether this connection is the one that speaks for its person."""
        return self.room is not None and self.listener is not None and self.room.is_heard_through(self.person_id, self.listener)

    def refuse_frame(self, fault: str, now: float) -> None:
        if not self.refused_frames.take(now):
            self.outlet.cut_off(CLOSE_CODES["too_fast"], "too_fast")
        elif now - self.complained_at.get(fault, -1.0) >= 1.0:
            self.complained_at[fault] = now
            self.outlet.text(passing("error", {"code": fault, "text": str(FAULTS[fault])}))

    # ---- commands ----------------------------------------------------------------------------------------------------

    def take_text(self, text: str) -> None:
        """Reads a command; one of the moment is done at once, the others are queued."""
        command = _read_command(text)
        if command is None:
            return self.refuse_frame("bad_message", time.monotonic())
        name, command_id, data = command
        if not self.commands.take(time.monotonic()) or self.queue.qsize() >= WAITING_COMMANDS:
            self.refuse_command(command_id, TooFast(1))
        elif name in ROOM_COMMANDS and self.room:
            self.do_now(self.room, name, command_id, data)
        elif name in ROW_COMMANDS or name == "join":
            self.queue.put_nowait(command)
        else:
            self.refuse_command(command_id, Refused("unknown_command", _("Linnet does not know this command.")))

    def do_now(self, room: Room, name: str, command_id: str, data: Data) -> None:
        try:
            if not self.is_current():
                raise Refused("replaced", _("You opened this Space in another tab."))
            self.reply(command_id, ROOM_COMMANDS[name](room, self.person_id, data) or {})
        except Refused as refusal:
            self.refuse_command(command_id, refusal)

    async def obey(self, name: str, command_id: str, data: Data) -> None:
        try:
            if name == "join":
                raise Refused("unknown_command", _("You have joined already."))
            await in_thread(ROW_COMMANDS[name], self.person, self.space_id, data)
            self.reply(command_id, {})
        except Refused as refusal:
            self.refuse_command(command_id, refusal)
        except DatabaseError:
            logger.exception("The command %s failed in Space %s.", name, self.space_id)
            self.refuse_command(command_id, Busy())

    def reply(self, command_id: str, data: Data) -> None:
        self.outlet.text(json.dumps({"reply": command_id, "ok": True, "data": data}))

    def refuse_command(self, command_id: str, refusal: Refused) -> None:
        if self.refused_commands.take(time.monotonic()):
            self.outlet.text(json.dumps({"reply": command_id, "ok": False, **refusal.as_data()}))
        else:
            self.outlet.cut_off(CLOSE_CODES["too_fast"], "too_fast")


def _come_in(person: User, space_id: int, is_hidden: object) -> tuple[list[str], bool]:
    """Whom they do not hear, and whether they are hidden: as they say now, or else as they were."""
    seat = access.own_seat(person, space_id)
    if isinstance(is_hidden, bool):
        services.be_seen(seat=seat, is_hidden=is_hidden)
    return unheard_by(person), seat.is_hidden


def _take_seat(person: User, session: SessionBase, space_id: int) -> None:
    if not person.is_authenticated:
        raise Refused("signed_out", _("Sign in to listen."))
    if not is_signed_in(session):  # any more; the page knocks anew with the cookie it has by now
        raise Refused("restarting", _("Your log-in has ended."))
    services.enter_space(person=person, space=access.space_for(person, space_id))


def _read_command(text: str) -> Command | None:
    """`(name, id, data)` of a well-formed command, None for anything else."""
    if len(text) > LONGEST_TEXT:
        return None
    try:
        message = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(message, dict):
        return None
    name, command_id, data = message.get("command"), message.get("id"), message.get("data", {})
    if not isinstance(name, str) or not isinstance(command_id, str) or not isinstance(data, dict):
        return None
    return (name, command_id, data) if len(command_id) <= LONGEST_COMMAND_ID else None
