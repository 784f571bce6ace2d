"""Celery's doors into Tweets."""

from celery import shared_task

from apps.tweets import polls


@shared_task
def tell_of_polls() -> None:
    """Sent by the timetable; again at once where many ended together."""
    if polls.tell_of_ends():
        tell_of_polls.delay()
