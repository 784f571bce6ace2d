"""Writing and checking the log of what staff did."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from apps.moderation.models import LogEntry, LogHead

_HEAD = 1  # the only row


@transaction.atomic
def record(*, actor: Any, action: str, subject: str, **details: object) -> LogEntry:
    """Writes one entry at the end of the chain, in the transaction of what it tells of."""
    LogHead.objects.get_or_create(pk=_HEAD)
    head = LogHead.objects.select_for_update().get(pk=_HEAD)  # writers take turns
    entry = LogEntry(
        number=head.number + 1,
        at=timezone.now(),
        actor_id=actor.pk,
        actor=actor.handle,
        action=action,
        subject=subject,
        details=details,
        prev_hash=head.hash,
    )
    entry.hash = entry.counted_hash()
    entry.save(force_insert=True)
    LogHead.objects.filter(pk=_HEAD).update(number=entry.number, hash=entry.hash)
    return entry


def faults() -> list[str]:
    """What is wrong with the chain, in words; nothing if every entry is there, unchanged and in its place."""
    found: list[str] = []
    number, prev = 0, LogHead._meta.get_field("hash").default
    for entry in LogEntry.objects.order_by("number").iterator():
        if entry.number != number + 1:
            found.append(f"Entries {number + 1} to {entry.number - 1} are missing.")
        elif entry.prev_hash != prev:
            found.append(f"Entry {entry.number} does not follow the one before it.")
        if entry.hash != entry.counted_hash():
            found.append(f"Entry {entry.number} was changed.")
        number, prev = entry.number, entry.hash
    head = LogHead.objects.filter(pk=_HEAD).first() or LogHead()
    if (head.number, head.hash) != (number, prev):
        found.append(f"The log should end with entry {head.number}, and ends with {number}.")
    return found
