"""A consumer without what Channels adds to every message, which knows when its person's way in has ended."""

import contextlib
from importlib import import_module
from typing import Any

from channels.exceptions import StopConsumer
from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from apps.realtime.events import AccessRevoked, SignedOut, log_in_of


class StraightConsumer(AsyncWebsocketConsumer):
    """Channels' own loop needs two tasks per message, for a channel layer that this house does not have."""

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        self.scope, self.base_send, self.channel_layer = scope, send, None
        with contextlib.suppress(StopConsumer):
            while True:
                await self.dispatch(await receive())

    def ending(self, event: str, data: dict[str, Any]) -> str | None:
        """The name of `ENDINGS` by which this socket's own way in has just ended, or None."""
        if event == SignedOut.name and data["log_in"] == log_in_of(self.scope["session"]):
            return "signed_out"
        if event == AccessRevoked.name and data["kept"] != log_in_of(self.scope["session"]):
            return str(data["reason"])
        return None


def is_signed_in(session: SessionBase) -> bool:
    """Whether this log-in holds by the rows of now: what ended it may have been told before anybody here listened. Asks the database."""
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(session.session_key)
    return get_user(request).is_authenticated
