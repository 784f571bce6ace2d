"""Celery's doors into moderation."""

from celery import shared_task

from apps.moderation import checks


@shared_task
def check_waiting() -> None:
    """Sent for everything that is written. It says that something waits, not what."""
    if checks.look_over_waiting():
        check_waiting.delay()


@shared_task
def sweep_checks() -> None:
    """From the timetable: what a lost message or a killed worker left."""
    if checks.sweep():
        check_waiting.delay()
