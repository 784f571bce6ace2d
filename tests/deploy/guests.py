"""People who come over the network, as browsers do: cookies, forms with their token, sockets over TLS."""

import asyncio
import json
import re
import ssl
import urllib.parse
import urllib.request
from contextlib import asynccontextmanager
from http.cookiejar import CookieJar
from typing import Any

from websockets.asyncio.client import ClientConnection, connect

from apps.spaces.live import protocol
from apps.spaces.live.protocol import Beat, Mic

PASSWORD = "a linnet sings at dawn"


def trusting() -> ssl.SSLContext:
    """Takes the certificate that the test made for itself."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


class Person:
    """Somebody who signed up, with the cookies that came of it."""

    def __init__(self, site: str, handle: str) -> None:
        self.site = site
        self.cookies = CookieJar()
        self._opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(self.cookies), urllib.request.HTTPSHandler(context=trusting())
        )
        self.post("/accounts/signup/", username=handle, name=handle.title(), password1=PASSWORD)

    def get(self, path: str) -> Any:
        return self._opener.open(self.site + path, timeout=60)

    def post(self, path: str, page: str | None = None, **form: str) -> Any:
        """Sends a form as the page that holds it would."""
        token = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', self.get(page or path).read())
        assert token
        data = urllib.parse.urlencode({**form, "csrfmiddlewaretoken": token[1].decode()}).encode()
        request = urllib.request.Request(self.site + path, data, {"Referer": self.site + (page or path), "Origin": self.site})
        return self._opener.open(request, timeout=60)

    def socket(self, path: str) -> Any:
        cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.cookies)
        return connect(
            self.site.replace("http", "ws", 1) + path,
            ssl=trusting() if self.site.startswith("https") else None,
            origin=self.site,  # type: ignore[arg-type]
            additional_headers={"Cookie": cookies},
            proxy=None,
        )

    @asynccontextmanager
    async def in_space(self, path: str) -> Any:
        """In the Space whose socket is at `path`, joined."""
        async with self.socket(path) as wire:
            guest = Guest(wire)
            await guest.event("hello")
            await guest.ask("join", version=protocol.VERSION, since=None)
            beating = asyncio.create_task(guest.beat())
            try:
                yield guest
            finally:
                beating.cancel()


class Guest:
    """A connection to a Space."""

    def __init__(self, wire: ClientConnection) -> None:
        self.wire = wire
        self._count = 0

    async def event(self, name: str) -> dict[str, Any]:
        while True:
            message = await self.wire.recv()
            if isinstance(message, str) and json.loads(message).get("event") == name:
                data: dict[str, Any] = json.loads(message)["data"]
                return data

    async def ask(self, command: str, **data: Any) -> dict[str, Any]:
        """Gives a command that must succeed."""
        reply = await self._reply_to(command, data)
        assert reply["ok"], reply
        answer: dict[str, Any] = reply["data"]
        return answer

    async def asks(self, command: str, **data: Any) -> bool:
        """Gives a command; says whether it succeeded. One that ends the Space has no answer but the end."""
        reply = await self._reply_to(command, data)
        return bool(reply.get("ok") or reply.get("event") == "space_ended")

    async def _reply_to(self, command: str, data: dict[str, Any]) -> dict[str, Any]:
        self._count += 1
        await self.wire.send(json.dumps({"command": command, "id": str(self._count), "data": data}))
        while True:
            sent = await self.wire.recv()
            message: dict[str, Any] = json.loads(sent) if isinstance(sent, str) else {}
            if message.get("reply") == str(self._count) or message.get("event") == "space_ended":
                return message

    async def beat(self) -> None:
        """Reports, as pages do, that everything was heard."""
        while True:
            await self.wire.send(protocol.beat(Beat(state=0, buffer_ms=100, heard=2**32 - 1, client_ms=0)))
            await asyncio.sleep(2)

    async def say(self, packet: bytes) -> None:
        self._count += 1
        await self.wire.send(protocol.mic(Mic(flags=0, seq=self._count, ts=self._count * 960, level=30, packet=packet)))

    async def hears(self) -> list[bytes]:
        """The packets of the next bundle."""
        while True:
            message = await self.wire.recv()
            if isinstance(message, bytes) and message[0] & 15 == protocol.BUNDLE:
                return [packet for group in protocol.parse_bundle(message).groups for packet in group.packets]
