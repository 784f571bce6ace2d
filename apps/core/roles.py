"""The parts of Linnet that can run apart, and what each is made of."""

import os
import sys

from django.conf import settings

from apps.core import asgi_servers
from apps.core.supervisor import Child

ROLES = {
    "web": "pages, and the one socket of every tab",
    "live": "the Spaces: all sockets of one Space must come to the same process",
    "worker": "background work",
    "beat": "the timetable; of several one works and the others wait",
}
_NICENESS = 10  # work must not hold up sound


def fault_of(role: str) -> str | None:
    """Why Linnet as it is set up can't run `role` apart from the others; None if it can."""
    if role not in ROLES:
        return f"ROLE={role} is none of {', '.join(ROLES)}."
    if not (settings.DATABASE_URL and settings.REDIS_URL):
        return f"The role {role} needs DATABASE_URL and REDIS_URL. Without them everything runs in one place: leave the role out."
    if settings.HAS_KEPT_KEY:
        return f"The role {role} needs SECRET_KEY: all processes of a site, on whatever machine, sign with the same key."
    return None


def listens(role: str | None) -> bool:
    """Whether browsers, or the proxy before them, come to it."""
    return role in (None, "web", "live")


def works(role: str | None) -> bool:
    """Whether it does background work."""
    return role in (None, "worker")


def children(role: str | None, host: str, port: int) -> list[Child]:
    """The processes that make up `role`; without one, all of Linnet."""
    os.environ["DATA_DIR"] = str(settings.DATA_DIR)  # made absolute: the children run in another folder than the caller's
    os.environ["ROLE"] = role or ""
    if role == "worker":
        return [_work("worker", "--only", "tasks")]
    if role == "beat":
        return [_work("beat", "--only", "timetable")]
    server = asgi_servers.command(settings.ASGI_SERVER, settings.ASGI_APPLICATION, host=host, port=port)
    return [Child(role, server)] if role else [Child("web", server), _work("work")]


def _work(name: str, *options: str) -> Child:
    return Child(name, [sys.executable, "manage.py", "work", *options], niceness=_NICENESS)
