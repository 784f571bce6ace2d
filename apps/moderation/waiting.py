"""What was written waits here to be looked over."""

from django.db import transaction

from apps.moderation import tasks
from apps.moderation.models import Waiting


def wait_for(kind: str, subject_id: int) -> None:
    """Something was written or changed: a row, and a task for it after commit."""
    Waiting.objects.get_or_create(kind=kind, subject_id=subject_id)
    transaction.on_commit(tasks.check_waiting.delay, robust=True)
