"""Who gets in."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.http import HttpRequest

from apps.accounts.models import User

_LOOPBACK = ("127.0.0.1", "::1")


class LinnetBackend(AuthenticationBackend):
    """allauth's, but the printed demo passwords open nothing from another machine."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> User | None:
        person = super().authenticate(request, **credentials)
        if person and person.seeded_at and not (request and is_from_this_machine(request)):
            return None
        return person


def is_from_this_machine(request: HttpRequest) -> bool:
    """Whether a browser on this machine asks directly. Behind a proxy every visitor looks local, so its headers disqualify."""
    forwarded = any(name in request.headers for name in ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via"))
    host = request.get_host().rsplit(":", 1)[0].strip("[]")
    return request.META.get("REMOTE_ADDR") in _LOOPBACK and host in ("localhost", *_LOOPBACK) and not forwarded
