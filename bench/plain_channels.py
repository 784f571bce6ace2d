"""The plain Channels way of sending a packet to everybody, for comparison: one `group_send` of bytes per packet."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.plain_settings")
django.setup()

from channels.generic.websocket import AsyncWebsocketConsumer  # noqa: E402
from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from django.urls import path  # noqa: E402


class PlainRoom(AsyncWebsocketConsumer):
    groups = ["room"]

    async def receive(self, text_data=None, bytes_data=None):
        await self.channel_layer.group_send("room", {"type": "packet", "bytes": bytes_data})

    async def packet(self, event):
        await self.send(bytes_data=event["bytes"])


application = ProtocolTypeRouter({"websocket": URLRouter([path("plain/", PlainRoom.as_asgi())])})
