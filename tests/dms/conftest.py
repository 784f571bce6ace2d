"""Who writes here is followed by whom they write to, so that nothing waits as a request unless a test says so."""

from collections.abc import Callable
from contextlib import suppress
from uuid import uuid4

import pytest

from apps.accounts.models import User
from apps.core.errors import Refused
from apps.dms.models import Message
from apps.dms.services import send_message
from apps.graph.services import follow


def write_known(author: User, to: User, text: str = "Hello", **more: object) -> Message:
    with suppress(Refused):
        follow(follower=to, followed=author)
    return send_message(author=author, to=to, text=text, **{"client_id": uuid4(), **more})


@pytest.fixture
def tell(django_capture_on_commit_callbacks) -> Callable:
    """Does something, and what is to be told is told."""
    return lambda: django_capture_on_commit_callbacks(execute=True)
