"""What staff did, one entry an act, each chained to the one before. Triggers in the database refuse to change or delete one."""

import hashlib
import json
from typing import Any

from django.db import models


class LogEntry(models.Model):
    """`number` counts from 1 without a gap. People are named by id and handle, not by reference: the log outlives accounts."""

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor_id = models.BigIntegerField()
    actor = models.CharField(max_length=15)
    action = models.CharField(max_length=40)
    subject = models.CharField(max_length=80)
    details = models.JSONField(default=dict)
    prev_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["number"]
        verbose_name_plural = "log entries"

    def __str__(self) -> str:
        return f"{self.number}: @{self.actor} {self.action} {self.subject}"

    def counted_hash(self) -> str:
        """SHA-256 over all the rest of the entry, in hexadecimal."""
        rest: list[Any] = [self.number, self.at.isoformat(timespec="microseconds"), self.actor_id, self.actor, self.action]
        written = json.dumps([*rest, self.subject, self.details, self.prev_hash], sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(written.encode()).hexdigest()


class LogHead(models.Model):
    """The end of the chain: so an entry missing at the end is noticed too, and writers take turns on this row."""

    number = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)

    def __str__(self) -> str:
        return str(self.number)
