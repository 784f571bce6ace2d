"""How a nudge reaches the processes that hold the sockets: over Redis, or on one machine over a Unix datagram socket."""

import asyncio
import contextlib
import hashlib
import logging
import socket
import tempfile
from pathlib import Path
from typing import Protocol

from django.conf import settings

from apps.realtime.table import table

logger = logging.getLogger(__name__)

_LONGEST_SOCKET_PATH = 100  # bytes; the kernel's own limit is 104 to 108
_LARGEST_MESSAGE = 65_536  # bytes
_SEND_TIMEOUT_SECONDS = 1.0


class Door(Protocol):
    """Where nudges go in, and where they come out into the table."""

    async def open(self) -> None: ...
    def close(self) -> None: ...
    def send(self, message: bytes) -> None: ...


class DatagramDoor:
    """Any process or thread sends; the one web process opens and reads.

    A datagram is whole or not there, needs no connection, and is gone when nobody listens: what a nudge wants.
    """

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._inlet: socket.socket | None = None

    async def open(self) -> None:
        """Begins to read, on the running event loop. Safe to call at every connection."""
        loop = asyncio.get_running_loop()
        if self._loop is loop:
            return
        self.close()
        path = self._path()
        path.unlink(missing_ok=True)
        self._inlet = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._inlet.setblocking(False)
        self._inlet.bind(str(path))
        path.chmod(0o600)
        loop.add_reader(self._inlet.fileno(), self._read, self._inlet)
        self._loop = loop

    def close(self) -> None:
        """Stops reading; the next `open` may be on another loop."""
        if self._inlet and self._loop and not self._loop.is_closed():
            self._loop.remove_reader(self._inlet.fileno())
        if self._inlet:
            self._inlet.close()
        self._loop = self._inlet = None

    def send(self, message: bytes) -> None:
        """Passes `message` in, or drops it when nobody listens. Never call it on the event loop: it may wait."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as outlet:
            outlet.settimeout(_SEND_TIMEOUT_SECONDS)
            try:
                outlet.sendto(message, str(self._path()))
            except (FileNotFoundError, ConnectionRefusedError):
                pass
            except OSError:
                logger.warning("A nudge was lost; the rows are still right.", exc_info=True)

    def _read(self, inlet: socket.socket) -> None:
        with contextlib.suppress(BlockingIOError):
            while True:
                table.deliver(inlet.recv(_LARGEST_MESSAGE))

    @staticmethod
    def _path() -> Path:
        path = settings.DATA_DIR / "door.sock"
        if len(str(path).encode()) <= _LONGEST_SOCKET_PATH:
            return path
        folder = hashlib.sha256(str(settings.DATA_DIR).encode()).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"linnet-{folder}.sock"


def _door() -> Door:
    if settings.REDIS_URL:
        from apps.realtime.redis_door import RedisDoor

        return RedisDoor(settings.REDIS_URL)
    return DatagramDoor()


door = _door()
