"""Checks that nobody changed, took away or reordered what the log says."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.moderation import log
from apps.moderation.models import LogEntry


class Command(BaseCommand):
    help = "Checks the chain of the moderators' log; ends with an error if it was tampered with."

    def handle(self, *args: Any, **options: Any) -> None:
        found = log.faults()
        if found:
            raise CommandError("\n".join(found))
        self.stdout.write(f"{LogEntry.objects.count()} entries, all in place.")
