"""The cheapest WebSocket client that is still honest: it reads every byte it is sent, on one asyncio loop."""

import asyncio
import base64
import os
import struct
from collections.abc import Callable
from typing import Any

_NO_MASK = bytes(4)  # a mask of zeros is a legal mask, and leaves the load process to what it measures


class Wire(asyncio.Protocol):
    """One connection. `on_message(wire, opcode, payload, received_at)` gets every message."""

    def __init__(self, request: bytes, on_message: Callable[["Wire", int, bytes, float], None]) -> None:
        self._request = request
        self._on_message = on_message
        self._data = bytearray()
        self._loop = asyncio.get_running_loop()
        self.opened: asyncio.Future[None] = self._loop.create_future()
        self.close_code: int | None = None
        self.closed_at: float | None = None
        self.transport: Any = None
        self.facts: dict[str, Any] = {}

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        self.transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        self._data += data
        if not self.opened.done():
            end = self._data.find(b"\r\n\r\n")
            if end < 0:
                return
            status = bytes(self._data[:12])
            if status != b"HTTP/1.1 101":
                self.opened.set_exception(ConnectionError(status.decode()))
                return
            del self._data[: end + 4]
            self.opened.set_result(None)
        self._read_messages(self._loop.time())

    def _read_messages(self, now: float) -> None:
        data, at, size = self._data, 0, len(self._data)
        while size - at >= 2:
            length, head = data[at + 1] & 127, 2
            if length == 126:
                head = 4
                if size - at < 4:
                    break
                length = data[at + 2] << 8 | data[at + 3]
            elif length == 127:
                head = 10
                if size - at < 10:
                    break
                length = int.from_bytes(data[at + 2 : at + 10], "big")
            if size - at < head + length:
                break
            self._take(data[at] & 15, bytes(data[at + head : at + head + length]), now)
            at += head + length
        if at:
            del data[:at]

    def _take(self, opcode: int, payload: bytes, now: float) -> None:
        if opcode == 8:
            self.close_code, self.closed_at = int.from_bytes(payload[:2], "big"), now
            self.write(payload, opcode=8)
            self.transport.close()
        elif opcode == 9:
            self.write(payload, opcode=10)
        else:
            self._on_message(self, opcode, payload, now)

    def write(self, payload: bytes, opcode: int = 2) -> None:
        """Sends one unfragmented message."""
        size = len(payload)
        head = struct.pack(">BB", 128 | opcode, 128 | size) if size < 126 else struct.pack(">BBH", 128 | opcode, 254, size)
        self.transport.write(head + _NO_MASK + payload)

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.opened.done():
            self.opened.set_exception(ConnectionError("closed during the handshake"))
        self.closed_at = self.closed_at or self._loop.time()


async def connect(port: int, path: str, on_message: Callable[[Wire, int, bytes, float], None], *, session: str = "") -> Wire:
    key = base64.b64encode(os.urandom(16)).decode()
    cookie = f"Cookie: sessionid={session}\r\n" if session else ""
    request = (
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\n{cookie}"
        f"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n"
    ).encode()
    loop = asyncio.get_running_loop()
    _transport, wire = await loop.create_connection(lambda: Wire(request, on_message), "127.0.0.1", port)
    await wire.opened
    return wire
