"""Celery's doors into Tweets."""

from celery import shared_task

from apps.tweets import drafts, polls, trends


@shared_task
def tell_of_polls() -> None:
    """Sent by the timetable; again at once where many ended together."""
    if polls.tell_of_ends():
        tell_of_polls.delay()


@shared_task
def post_due_drafts() -> None:
    """Sent by the timetable; again at once where many are due together."""
    if drafts.post_due():
        post_due_drafts.delay()


@shared_task
def count_trends() -> None:
    """Sent by the timetable."""
    trends.count_trends()
