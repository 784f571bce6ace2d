"""The front door: pages to Django, sockets to Channels."""

import gc
import os
import resource
import sys

from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter, URLRouter
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "spaces_project.settings")
pages = get_asgi_application()

# Only now may models be imported.
from apps.realtime.entrance import SameOriginOnly, StraightSend  # noqa: E402
from spaces_project import urls  # noqa: E402, F401  before the first visitor instead of with them
from spaces_project.routing import websocket_urlpatterns  # noqa: E402

application = ProtocolTypeRouter(
    {
        "http": pages,
        "websocket": StraightSend(SameOriginOnly(AuthMiddlewareStack(URLRouter(websocket_urlpatterns)))),
    }
)

# A request thread may hold back the event loop, and with it the sound, for half a millisecond (Python's default is five).
sys.setswitchinterval(0.0005)

# Every listener is an open file, and the usual allowance ends at a thousand.
OPEN_FILES = 65_536
usual, most = resource.getrlimit(resource.RLIMIT_NOFILE)
if 0 <= usual < OPEN_FILES:
    allowed = OPEN_FILES if most == resource.RLIM_INFINITY else min(most, OPEN_FILES)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(usual, allowed), most))

# What is loaded by now stays for good: the collector need not look at it again and again while sound flows.
gc.collect()
gc.freeze()
