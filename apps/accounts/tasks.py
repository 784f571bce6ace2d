"""Celery's doors into accounts."""

from celery import shared_task

from apps.accounts import picture_making


@shared_task
def make_pictures() -> None:
    """Sent for every picture. It says that something waits, not what: the oldest comes first."""
    if picture_making.make_waiting():
        make_pictures.delay()


@shared_task
def sweep_pictures() -> None:
    if picture_making.sweep():
        make_pictures.delay()
