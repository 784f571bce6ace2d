"""The cast. **alice** hosts and posts, **bob** follows alice, **charlie** is a stranger, **dave** is invited,
**mallory** is blocked by alice, **mod** is staff."""

import json
import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from apps.accounts.models import User
from apps.realtime.doors import DatagramDoor, door
from tests import factories

Nudge = tuple[str, str, dict[str, Any]]  # (topic, event, data)


@pytest.fixture(autouse=True)
def plain_static_files(settings):
    """Pages are tested without collected, hashed files."""
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}


@pytest.fixture(autouse=True)
def cheap_passwords(settings):
    """Argon2 is slow on purpose."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def shut_door() -> Iterator[None]:
    """A door that the loop of an earlier test left open would fill up and make every sender wait."""
    yield
    door.close()


@pytest.fixture
def nudges() -> Iterator[Callable[[], list[Nudge]]]:
    """What came through the door since it was last asked."""
    path = DatagramDoor._path()
    path.unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as inlet:
        inlet.setblocking(False)
        inlet.bind(str(path))
        yield lambda: list(_read_from(inlet))


def _read_from(inlet: socket.socket) -> Iterator[Nudge]:
    while True:
        try:
            nudge = json.loads(inlet.recv(65_536))
        except BlockingIOError:
            return
        yield nudge["topic"], nudge["event"], nudge["data"]


@pytest.fixture
def alice(db) -> User:
    return factories.person("alice")


@pytest.fixture
def bob(db, alice) -> User:
    bob = factories.person("bob")
    factories.follow(bob, alice)
    return bob


@pytest.fixture
def charlie(db) -> User:
    return factories.person("charlie")


@pytest.fixture
def dave(db) -> User:
    return factories.person("dave")


@pytest.fixture
def mallory(db, alice) -> User:
    mallory = factories.person("mallory")
    factories.block(alice, mallory)
    return mallory


@pytest.fixture
def mod(db) -> User:
    return factories.person("mod", is_staff=True)
