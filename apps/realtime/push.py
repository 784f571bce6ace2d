"""The one way from anywhere in the house to an open socket or a live room. It nudges; rows are the truth."""

import json
from dataclasses import asdict
from typing import Any

from django.db import transaction

from apps.realtime import events
from apps.realtime.doors import door

_LARGEST_NUDGE = 65_536  # bytes


def to_topic(topic: str, event: events.Event) -> None:
    """Tells every socket and room that listens to `topic`, once the current transaction is committed."""
    message = {"topic": topic, "event": event.name, "data": asdict(event)}
    transaction.on_commit(lambda: door.send(_written(message)), robust=True)


def _written(message: dict[str, Any]) -> bytes:
    written = json.dumps(message).encode()
    if len(written) > _LARGEST_NUDGE:
        raise ValueError(f"A nudge of {len(written)} bytes; it should carry ids, not contents.")
    return written


def to_user(person_id: int, event: events.Event) -> None:
    """Tells every tab of a person, once the current transaction is committed."""
    to_topic(events.of_person(person_id), event)
