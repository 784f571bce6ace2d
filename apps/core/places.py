"""Addresses of ours as others have them: with the host in front."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import validate_host


def absolute(path: str) -> str:
    """`path` with the host in front, for those who read it elsewhere."""
    return f"{settings.BASE_URL}{path}"


def is_ours(host: str) -> bool:
    """Whether this site answers to `host`."""
    return validate_host(host, [ours for ours in settings.ALLOWED_HOSTS if ours != "*"])


def own_path(address: str) -> str:
    """The path of a whole address on this site; empty for any other."""
    try:
        parts = urlsplit(address)
        is_own = parts.scheme in ("http", "https") and is_ours(parts.hostname or "")
    except ValueError:
        return ""
    return parts.path if is_own else ""


def tag_uri(day: object, what: str) -> str:
    """An id for the world that stays when addresses change (RFC 4151): `what` of ours, which is there since `day`."""
    return f"tag:{urlsplit(settings.BASE_URL).hostname},{day:%Y-%m-%d}:{what}"
