"""A consumer without what Channels adds to every message."""

import contextlib
from typing import Any

from channels.exceptions import StopConsumer
from channels.generic.websocket import AsyncWebsocketConsumer


class StraightConsumer(AsyncWebsocketConsumer):
    """Channels' own loop needs two tasks per message, for a channel layer that this house does not have."""

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        self.scope, self.base_send, self.channel_layer = scope, send, None
        with contextlib.suppress(StopConsumer):
            while True:
                await self.dispatch(await receive())
