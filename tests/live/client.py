"""A small client of the live protocol on Channels' own test socket."""

import asyncio
import json
from typing import Any

from channels.testing import WebsocketCommunicator
from django.test import Client

from apps.accounts.models import User
from apps.spaces.live import protocol
from apps.spaces.live.protocol import Beat, Mic
from apps.spaces.models import Space
from spaces_project.asgi import application

ORIGIN = b"http://testserver"


def headers_of(person: User | None, origin: bytes | None = ORIGIN) -> list[tuple[bytes, bytes]]:
    headers = [(b"host", b"testserver")] + ([(b"origin", origin)] if origin is not None else [])
    if person:
        client = Client()
        client.force_login(person)
        headers.append((b"cookie", f"sessionid={client.cookies['sessionid'].value}".encode()))
    return headers


def log_out(headers: list[tuple[bytes, bytes]]) -> None:
    """Ends the log-in that these headers carry."""
    Client(headers={"cookie": dict(headers)[b"cookie"].decode()}).post("/accounts/logout/")


class Guest:
    """Somebody in a Space: `async with Guest(bob, space) as bob_there`."""

    def __init__(self, person: User | None, space: Space | int, headers: list[tuple[bytes, bytes]] | None = None) -> None:
        self.person = person
        self.path = f"/live/spaces/{getattr(space, 'pk', space)}/"
        self.headers = headers
        self.events: list[dict[str, Any]] = []
        self.sound: list[bytes] = []
        self.welcome: dict[str, Any] = {}
        self._ids = 0
        self._seq = 0
        self.clock = 0  # of samples, for who speaks

    async def open(self) -> "Guest":
        headers = self.headers or await asyncio.to_thread(headers_of, self.person)
        self.wire = WebsocketCommunicator(application, self.path, headers=headers)
        accepted, _ = await self.wire.connect(timeout=10)
        assert accepted
        return self

    async def __aenter__(self) -> "Guest":
        await self.open()
        await self.event("hello")
        self.welcome = (await self.ask("join", version=1, since=None))["data"]
        return self

    async def __aexit__(self, *_exc: object) -> None:
        await self.wire.disconnect()

    async def ask(self, command: str, **data: Any) -> dict[str, Any]:
        """Sends a command and returns its reply."""
        self._ids += 1
        await self.wire.send_to(text_data=json.dumps({"command": command, "id": str(self._ids), "data": data}))
        while True:
            message = await self._next()
            if message.get("reply") == str(self._ids):
                return message

    async def send(self, message: str | bytes) -> None:
        """Any message whatever, empty ones included."""
        kind = "text" if isinstance(message, str) else "bytes"
        await self.wire.send_input({"type": "websocket.receive", kind: message})

    async def tell(self, command: str, **data: Any) -> None:
        """Sends a command whose answer is a close."""
        await self.wire.send_to(text_data=json.dumps({"command": command, "id": "-", "data": data}))

    async def event(self, name: str) -> dict[str, Any]:
        """The data of the next event of this name, past or to come."""
        for i, message in enumerate(self.events):
            if message["event"] == name:
                del self.events[: i + 1]
                return message["data"]
        while True:
            message = await self._next()
            if message.get("event") == name:
                self.events.clear()
                return message["data"]

    async def close_code(self) -> int:
        """The code of the close to come."""
        while True:
            output = await self.wire.receive_output(timeout=10)
            if output["type"] == "websocket.close":
                return output["code"]

    async def say(self, text: bytes = b"\x78hello", **fields: int) -> None:
        self._seq += 1
        frame = Mic(**{"flags": 0, "seq": self._seq, "ts": self._seq * 960, "level": 30, **fields, "packet": text})
        await self.wire.send_to(bytes_data=protocol.mic(frame))

    async def beat(self, heard: int = 0) -> None:
        await self.wire.send_to(bytes_data=protocol.beat(Beat(0, 100, heard, 0)))

    async def hears(self, seconds: float = 0.3) -> list[bytes]:
        """The packets that arrive within so many seconds."""
        end = asyncio.get_running_loop().time() + seconds
        while (left := end - asyncio.get_running_loop().time()) > 0:
            if not await self.wire.receive_nothing(timeout=left, interval=0.02):
                await self._next()
        heard, self.sound = [packet for data in self.sound for packet in _packets(data)], []
        return heard

    async def _next(self) -> dict[str, Any]:
        output = await self.wire.receive_output(timeout=10)
        assert output["type"] == "websocket.send", output
        if output.get("bytes") is not None:
            self.sound.append(output["bytes"])
            return {}
        message = json.loads(output["text"])
        if "event" in message:
            self.events.append(message)
        return message


def _packets(data: bytes) -> list[bytes]:
    kind = data[0] & 15
    if kind == protocol.RELAY:
        return [protocol.parse_relay(data).packet]
    if kind == protocol.BUNDLE:
        return [packet for group in protocol.parse_bundle(data).groups for packet in group.packets]
    return []


async def on_stage(host: Guest, guest: Guest) -> None:
    """Brings somebody up the way people do it."""
    assert (await guest.ask("raise_hand"))["ok"]
    await host.event("hand_changed")
    assert (await host.ask("bring_to_stage", person=str(guest.person.pk)))["ok"]
    await guest.event("seat_changed")
    await host.event("seat_changed")
