"""A consumer without what Channels adds to every message."""

import contextlib
from typing import Any

from channels.exceptions import StopConsumer
from channels.generic.websocket import AsyncWebsocketConsumer

from apps.realtime.events import SignedOut, log_in_of


class StraightConsumer(AsyncWebsocketConsumer):
    """Channels' own loop needs two tasks per message, for a channel layer that this house does not have."""

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        self.scope, self.base_send, self.channel_layer = scope, send, None
        with contextlib.suppress(StopConsumer):
            while True:
                await self.dispatch(await receive())

    def is_end_of_log_in(self, event: str, data: dict[str, Any]) -> bool:
        """Whether this socket's own log-in has ended."""
        return event == SignedOut.name and data["log_in"] == log_in_of(self.scope["session"].session_key)
