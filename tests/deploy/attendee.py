"""Somebody who stays in a Space: beats as a browser does, and keeps what they are told and what they hear."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager, suppress
from typing import Any

from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed

from apps.spaces.live import protocol
from apps.spaces.live.listeners import BEAT_SECONDS
from apps.spaces.live.protocol import Beat, Mic
from tests.deploy.guests import Person
from tests.together import eventually

_NOT_PLAYING = 2  # `heard` counts what arrived
_WAITS_SECONDS = 60


class Attendee:
    def __init__(self, wire: ClientConnection) -> None:
        self._wire = wire
        self._answers: dict[str, dict[str, Any]] = {}
        self._arrived = 0
        self._seq = 0
        self.events: list[dict[str, Any]] = []
        self.heard: list[bytes] = []

    async def listen(self) -> None:
        async for message in self._wire:
            if isinstance(message, bytes):
                self._hear(message)
            elif "reply" in (told := json.loads(message)):
                self._answers[told["reply"]] = told
            else:
                self.events.append(told)

    def _hear(self, message: bytes) -> None:
        kind = message[0] & 15
        self._arrived += kind in (protocol.RELAY, protocol.BUNDLE)
        if kind == protocol.BUNDLE:
            self.heard += [packet for group in protocol.parse_bundle(message).groups for packet in group.packets]

    async def beat(self) -> None:
        while True:
            await self._wire.send(protocol.beat(Beat(_NOT_PLAYING, 0, self._arrived, 0)))
            await asyncio.sleep(BEAT_SECONDS)

    async def tell(self, command: str) -> None:
        """Sends a command whose answer is a close."""
        await self._wire.send(json.dumps({"command": command, "id": command, "data": {}}))

    async def ask(self, command: str, **data: Any) -> dict[str, Any]:
        """Sends a command and answers with the reply, whatever it says."""
        name = f"{command} {len(self._answers)}"
        await self._wire.send(json.dumps({"command": command, "id": name, "data": data}))
        await eventually(lambda: name in self._answers, _WAITS_SECONDS)
        return self._answers[name]

    async def told(self, event: str) -> dict[str, Any]:
        """The data of an event of this name, waited for."""
        await eventually(lambda: any(message["event"] == event for message in self.events), _WAITS_SECONDS)
        found = next(message for message in self.events if message["event"] == event)
        self.events.remove(found)
        data: dict[str, Any] = found["data"]
        return data

    async def say(self, packet: bytes) -> None:
        self._seq += 1
        await self._wire.send(protocol.mic(Mic(0, self._seq, self._seq * 960, 30, packet)))


@asynccontextmanager
async def attending(person: Person, path: str) -> AsyncIterator[Attendee]:
    """`person` in the Space whose socket is at `path`, until the block ends."""
    async with person.socket(path) as wire:
        attendee = Attendee(wire)
        tasks = [asyncio.create_task(_until_closed(attendee.listen()))]
        await attendee.told("hello")
        assert (await attendee.ask("join", version=protocol.VERSION, since=None))["ok"]
        tasks.append(asyncio.create_task(_until_closed(attendee.beat())))
        yield attendee
        for task in tasks:
            task.cancel()


async def _until_closed(doing: Awaitable[None]) -> None:
    with suppress(ConnectionClosed):
        await doing
