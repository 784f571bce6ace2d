"""Listening at the door of whichever profile is on, beside the processes that it is for."""

import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from django.conf import settings

from apps.realtime.doors import DatagramDoor

Nudge = tuple[str, str, dict[str, Any]]  # (topic, event, data)
Messages = Callable[[], Iterator[bytes]]


def overheard() -> AbstractContextManager[Messages]:
    """Gives a function that answers with every message that was sent since it was last called."""
    return _from_redis() if settings.REDIS_URL else _from_datagrams()


@contextmanager
def _from_datagrams() -> Iterator[Messages]:
    path = DatagramDoor._path()
    path.unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as inlet:
        inlet.setblocking(False)
        inlet.bind(str(path))
        yield lambda: _waiting_in(inlet)


def _waiting_in(inlet: socket.socket) -> Iterator[bytes]:
    while True:
        try:
            yield inlet.recv(65_536)
        except BlockingIOError:
            return


@contextmanager
def _from_redis() -> Iterator[Messages]:
    import redis

    from apps.realtime.redis_door import RedisDoor

    with redis.Redis.from_url(settings.REDIS_URL) as client, client.pubsub(ignore_subscribe_messages=True) as inlet:
        inlet.subscribe(RedisDoor(settings.REDIS_URL)._channel)
        list(_until_pong(inlet))
        yield lambda: _until_pong(inlet)


def _until_pong(inlet: Any) -> Iterator[bytes]:
    """Redis answers in order: what comes before the pong was sent before the ping."""
    inlet.ping()
    for message in inlet.listen():
        if message["type"] == "pong":
            return
        yield message["data"]
