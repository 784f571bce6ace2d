"""What every WebSocket passes before its consumer."""

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import validate_host

App = Callable[[Any, Any, Any], Awaitable[Any]]


class SameOriginOnly:
    """Refuses handshakes that did not come from a page of this very site.

    The log-in cookie travels with cross-site handshakes, so the origin is the only proof. It must be the host and port
    that the request itself names, and one we answer to; a missing or "null" origin proves nothing.
    """

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> Any:
        if not _is_same_origin(scope["headers"]):
            await receive()
            return await send({"type": "websocket.close"})
        return await self._app(scope, receive, send)


def _is_same_origin(headers: list[tuple[bytes, bytes]]) -> bool:
    origins = [value for name, value in headers if name == b"origin"]
    hosts = [value for name, value in headers if name == b"host"]
    if len(origins) != 1 or len(hosts) != 1:
        return False
    try:
        origin = urlsplit(origins[0].decode("ascii"))
        host = hosts[0].decode("ascii").lower()
    except ValueError:
        return False
    is_this_host = origin.scheme in ("http", "https") and origin.netloc.lower() == host
    return is_this_host and validate_host(_without_port(host), settings.ALLOWED_HOSTS)


def _without_port(host: str) -> str:
    return host if host.endswith("]") else host.rsplit(":", 1)[0]


class StraightSend:
    """Keeps the server's own `send` in the scope: the session middleware wraps it, which costs every message a coroutine."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> Any:
        return await self._app({**scope, "straight_send": send}, receive, send)
