"""Where somebody was last seen."""

import contextlib
from collections.abc import Callable

from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from apps.accounts.models import User

_EVERY_SECONDS = 300  # a row per page would cost more than the page


class SeenMiddleware:
    """Keeps the list of somebody's log-ins: from which device, last seen when. allauth's own would write at every request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = request.session.session_key
        # Only of who is logged in: keys that visitors make up would push others out of the cache.
        if key and isinstance(request.user, User) and cache.add(f"seen:{key}", True, _EVERY_SECONDS):
            with contextlib.suppress(PermissionDenied):  # the visitor's address is unknown; so be it
                UserSession.objects.create_from_request(request)
        return self.get_response(request)
