"""Every WebSocket address."""

from django.urls import path, re_path

from apps.realtime.consumers import NowhereConsumer, TabConsumer
from apps.spaces.live.consumer import SpaceConsumer

websocket_urlpatterns = [
    path("live/tab/", TabConsumer.as_asgi(), name="live_tab"),
    path("live/spaces/<int:space_id>/", SpaceConsumer.as_asgi(), name="live_space"),
    re_path("", NowhereConsumer.as_asgi(), name="nowhere"),
]
