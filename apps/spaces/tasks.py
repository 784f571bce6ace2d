"""Celery's doors into Spaces."""

from celery import shared_task

from apps.spaces import recognition, services, telling


@shared_task
def end_abandoned_spaces() -> None:
    services.end_abandoned_spaces()


@shared_task
def recognise_captions() -> None:
    """Sent for every utterance. It says that something waits, not what: the oldest comes first."""
    if recognition.recognise_waiting():
        recognise_captions.delay()


@shared_task
def sweep_captions() -> None:
    if recognition.sweep():
        recognise_captions.delay()


@shared_task
def tell_followers(space_id: int) -> None:
    """Sent when a Space begins."""
    telling.tell_followers(space_id)
