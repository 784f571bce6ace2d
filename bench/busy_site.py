"""Linnet with one more address: `/bench/burn/` keeps a request thread busy in pure Python for as many seconds as it is told."""

import time
from typing import Any

from asgiref.sync import sync_to_async

from spaces_project.asgi import application as linnet


def burn(seconds: float) -> int:
    until, turns = time.monotonic() + seconds, 0
    while time.monotonic() < until:
        turns = sum(range(1000)) % 7
    return turns


async def application(scope: Any, receive: Any, send: Any) -> None:
    if scope["type"] != "http" or scope["path"] != "/bench/burn/":
        return await linnet(scope, receive, send)
    await sync_to_async(burn, thread_sensitive=False)(float(scope["query_string"]))
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body", "body": b""})
