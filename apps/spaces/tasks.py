"""Celery's doors into Spaces."""

from celery import shared_task

from apps.spaces import services


@shared_task
def end_abandoned_spaces() -> None:
    services.end_abandoned_spaces()
