"""The one socket of every open tab: it hears nudges and passes them on."""

import asyncio
import json
import logging
import time
from typing import Any

from channels.db import database_sync_to_async

from apps.core.ids import id_in
from apps.realtime import events, sayings, topics
from apps.realtime.doors import door
from apps.realtime.endings import ENDINGS
from apps.realtime.limits import TokenBucket
from apps.realtime.outlet import Outlet
from apps.realtime.straight import StraightConsumer, is_signed_in
from apps.realtime.table import table
from apps.realtime.watching import lookout

logger = logging.getLogger(__name__)

RESTARTING = 1012
NOT_FOUND = 4404
TOO_FAST = 4429
_LONGEST_SAID = 4096  # characters: a hundred ids fit into them


class TabConsumer(StraightConsumer):
    """Says nothing but `{"event", "data"}` messages of its person's topics, and counts of what the browser says it shows:
    `{"shows": [ids of Tweets]}`, and says of the moment what `sayings.py` passes on. Whatever else it sends is ignored."""

    person_id: int
    saying: asyncio.Future[None] | None

    async def dispatch(self, message: dict[str, Any]) -> None:
        """Channels' own dispatch crosses to a thread for every message; what a browser says here is not worth that."""
        if message["type"] != "websocket.receive":
            await super().dispatch(message)
        elif not self.heard.take(time.monotonic()):
            self.outlet.cut_off(TOO_FAST, "too_fast")
        elif self.topics:
            self.look_at(message.get("text") or "")

    def look_at(self, text: str) -> None:
        """What this tab shows from now on, or says of the moment."""
        try:
            said = json.loads(text[:_LONGEST_SAID])
            if hearing := sayings.hearer_of(said):
                return self.pass_on(*hearing)
            lookout.watch(self, [number for number in map(id_in, said["shows"]) if number is not None])
        except (ValueError, TypeError, KeyError, RecursionError):
            return

    def pass_on(self, hear: sayings.Hearer, value: str) -> None:
        """One at a time, and no more often than every other second: what comes meanwhile is of a moment that is over."""
        is_done = self.saying is None or self.saying.done()
        if is_done and self.said.take(time.monotonic()):
            self.saying = asyncio.ensure_future(database_sync_to_async(hear)(self.person_id, value))

    async def connect(self) -> None:
        await self.accept()
        self.outlet = Outlet(self.scope["straight_send"])
        self.topics: set[str] = set()
        self.heard = TokenBucket(rate=1, burst=30)
        self.said = TokenBucket(rate=0.5, burst=2)
        self.saying = None
        self.gone = False
        if not self.scope["user"].is_authenticated:
            return self.end("signed_out")
        self.person_id = self.scope["user"].pk
        await door.open()
        # Before the rows are read, so that no change falls between.
        self.listen_to({events.of_person(self.scope["user"].pk)})
        await self.watch()

    async def watch(self) -> None:
        """Listens to what the person's tabs should hear now, and to nothing else.

        If the log-in is gone, perhaps before anybody here listened for that, the page knocks anew with the cookie it has by now.
        """
        wanted = await database_sync_to_async(self.wanted_topics)()
        if wanted is None:
            self.outlet.close(RESTARTING, "restarting")
        elif not self.gone:
            self.listen_to(wanted)

    async def watch_anew(self) -> None:
        """What somebody said before they were listened to, the page shall ask for, as after a lost connection."""
        known = self.topics
        await self.watch()
        if self.topics - known:
            self.tell("connected_again", {})

    def wanted_topics(self) -> set[str] | None:
        return topics.topics_of(self.scope["user"].pk) if is_signed_in(self.scope["session"]) else None

    def listen_to(self, wanted: set[str]) -> None:
        for topic in self.topics - wanted:
            table.unsubscribe(topic, self.hear)
        for topic in wanted - self.topics:
            table.subscribe(topic, self.hear)
        self.topics = wanted

    def hear(self, event: str, data: dict[str, Any]) -> None:
        ending = self.ending(event, data)
        if ending:
            return self.end(ending)
        self.tell(event, data)
        if event in ("follows_changed", "connected_again"):
            self.task = asyncio.ensure_future(self.watch_anew())

    def tell(self, event: str, data: dict[str, Any]) -> None:
        self.outlet.text(json.dumps({"event": event, "data": data}))

    def end(self, name: str) -> None:
        """Nothing more is said here, nor read."""
        self.outlet.cut_off(ENDINGS[name], name)
        self.listen_to(set())
        lookout.leave(self)

    async def disconnect(self, code: int) -> None:
        self.gone = True
        self.listen_to(set())
        lookout.leave(self)


class ElsewhereConsumer(StraightConsumer):
    """The socket of a Space that was sent to a process without rooms: the page tries again, the operator reads why."""

    async def connect(self) -> None:
        logger.error("%s came to a process without live rooms: the proxy must send it to one of role live.", self.scope["path"])
        await self.accept()
        await self.close(RESTARTING, "restarting")


class NowhereConsumer(StraightConsumer):
    """Any other address: a close with a name instead of a traceback in the log."""

    async def connect(self) -> None:
        await self.accept()
        await self.close(NOT_FOUND, "not_found")
