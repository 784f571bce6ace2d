"""Celery's doors into Tweets."""

from celery import shared_task

from apps.tweets import drafts, picture_making, polls


@shared_task
def tell_of_polls() -> None:
    """Sent by the timetable; again at once where many ended together."""
    if polls.tell_of_ends():
        tell_of_polls.delay()


@shared_task
def make_pictures() -> None:
    """Sent for every picture. It says that something waits, not what: the oldest comes first."""
    if picture_making.make_waiting():
        make_pictures.delay()


@shared_task
def sweep_pictures() -> None:
    if picture_making.sweep():
        make_pictures.delay()


@shared_task
def post_due_drafts() -> None:
    """Sent by the timetable; again at once where many are due together."""
    if drafts.post_due():
        post_due_drafts.delay()
