"""Celery's doors into Fleets."""

from celery import shared_task

from apps.fleets import tidying


@shared_task
def sweep_fleets() -> None:
    """Sent by the timetable; again at once where many are due together."""
    if tidying.sweep():
        sweep_fleets.delay()
