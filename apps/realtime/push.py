"""The one way from anywhere in the house to an open socket or a live room. It nudges; rows are the truth."""

import json
from dataclasses import asdict

from django.db import transaction

from apps.realtime import events
from apps.realtime.doors import door


def to_topic(topic: str, event: events.Event) -> None:
    """Tells every socket and room that listens to `topic`, once the current transaction is committed."""
    message = {"topic": topic, "event": event.name, "data": asdict(event)}
    transaction.on_commit(lambda: door.send(json.dumps(message).encode()), robust=True)


def to_user(person_id: int, event: events.Event) -> None:
    """Tells every tab of a person, once the current transaction is committed."""
    to_topic(events.of_person(person_id), event)
