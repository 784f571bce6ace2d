"""Every WebSocket address."""

from django.conf import settings
from django.urls import path, re_path

from apps.realtime.consumers import ElsewhereConsumer, NowhereConsumer, TabConsumer
from apps.spaces.live.consumer import SpaceConsumer

# A process of role "web" has no rooms: a second room of the same Space would split the people in it.
_space = ElsewhereConsumer if settings.ROLE == "web" else SpaceConsumer

websocket_urlpatterns = [
    path("live/tab/", TabConsumer.as_asgi(), name="live_tab"),
    path("live/spaces/<int:space_id>/", _space.as_asgi(), name="live_space"),
    re_path("", NowhereConsumer.as_asgi(), name="nowhere"),
]
