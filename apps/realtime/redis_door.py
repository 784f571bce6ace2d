"""How a nudge reaches every process of a site on many machines: Redis carries it to one subscription per process."""

import asyncio
import json
import logging
import time
from typing import Any

import redis
import redis.asyncio
from redis.asyncio.client import PubSub
from redis.asyncio.retry import Retry as AsyncRetry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from apps.realtime import events
from apps.realtime.table import table

logger = logging.getLogger(__name__)

_TIMEOUT_SECONDS = 1.0  # for connecting and for a nudge on its way out
_SILENCE_SECONDS = 10.0  # after this Redis is asked whether it is still there, and after as long again given up
_PAUSE_SECONDS = 0.5  # before the next try to hear Redis
_HUSH_SECONDS = 2.0  # so long nothing is sent to a Redis that did not answer: each try costs its sender a second


class RedisDoor:
    """Any process or thread sends; every process with open sockets hears all of it.

    Channels of Redis belong to no database, hence the number of the database in the name: each site has its own.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._outlet = redis.Redis.from_url(
            url,
            socket_timeout=_TIMEOUT_SECONDS,
            socket_connect_timeout=_TIMEOUT_SECONDS,
            socket_keepalive=True,
            retry=Retry(NoBackoff(), 1),  # a connection from before a restart of Redis fails once
        )
        self._channel = f"linnet:{self._outlet.connection_pool.connection_kwargs.get('db', 0)}"
        self._hushed_until = 0.0
        self._is_cut_off = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._reading: asyncio.Task[None] | None = None
        self._tried = asyncio.Event()

    async def open(self) -> None:
        """Begins to hear on the running event loop, and returns when it does or when Redis is away. Safe at every connection."""
        loop = asyncio.get_running_loop()
        if self._loop is not loop:
            self.close()
            self._loop, self._tried = loop, asyncio.Event()
            self._reading = loop.create_task(self._read())
        await self._tried.wait()

    def close(self) -> None:
        """Stops hearing; the next `open` may be on another loop."""
        if self._reading and self._loop and not self._loop.is_closed():
            self._reading.cancel()
        self._loop = self._reading = None

    def send(self, message: bytes) -> None:
        """Passes `message` on, or drops it when Redis is away. Never call it on the event loop: it may wait."""
        if time.monotonic() < self._hushed_until:
            return
        try:
            self._outlet.publish(self._channel, message)
        except RedisError:
            logger.warning("A nudge was lost, for Redis does not answer; the rows are still right.", exc_info=True)
            self._hushed_until = time.monotonic() + _HUSH_SECONDS

    async def _read(self) -> None:
        """Hears Redis for good: whatever ends the subscription, another begins."""
        while True:
            try:
                await self._subscribe()
            except (RedisError, OSError) as problem:
                if not self._is_cut_off:
                    logger.warning("Redis is not heard (%s); nudges are lost until it is.", problem)
                self._is_cut_off = True
            self._tried.set()
            await asyncio.sleep(_PAUSE_SECONDS)

    async def _subscribe(self) -> None:
        client = redis.asyncio.Redis.from_url(
            self._url,
            socket_timeout=None,  # silence is no fault here
            socket_connect_timeout=_TIMEOUT_SECONDS,
            socket_keepalive=True,
            retry=AsyncRetry(NoBackoff(), 0),  # a subscription renewed behind our back would hide that nudges were lost
        )
        async with client, client.pubsub() as inlet:
            await inlet.subscribe(self._channel)
            while True:
                self._take(await _next_message(inlet))

    def _take(self, message: dict[str, Any]) -> None:
        if message["type"] == "subscribe":
            self._begin()
        elif message["type"] == "message":
            try:
                table.deliver(message["data"])
            except Exception:
                logger.exception("A nudge could not be read.")

    def _begin(self) -> None:
        """Redis is heard from now on. After a while without, nobody knows what was missed, so that everybody looks anew."""
        self._tried.set()
        if self._is_cut_off:
            self._is_cut_off = False
            logger.warning("Redis is heard again.")
            event = events.ConnectedAgain()
            table.deliver(json.dumps({"topic": events.LIVE, "event": event.name, "data": {}}).encode())


async def _next_message(inlet: PubSub) -> dict[str, Any]:
    """The next message, waited for without end from a Redis that answers when asked. Raises RedisError from one that doesn't."""
    message = await inlet.get_message(timeout=_SILENCE_SECONDS)
    if message is None:
        await inlet.ping()
        message = await inlet.get_message(timeout=_SILENCE_SECONDS)
    if message is None:
        raise redis.TimeoutError("it went silent")
    found: dict[str, Any] = message
    return found
