"""Celery's doors into notifications."""

from celery import shared_task

from apps.notifications import delivering


@shared_task
def send_pushes() -> None:
    """Sent for every push. It says that something waits, not what; again at once where more does."""
    if delivering.send_due():
        send_pushes.delay()


@shared_task
def sweep_pushes() -> None:
    if delivering.sweep():
        send_pushes.delay()
