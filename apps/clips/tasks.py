"""Celery's doors into clips."""

from celery import shared_task

from apps.clips import line, transcribing


@shared_task
def make_clips() -> None:
    """Sent for every recording. It says that something waits, not what: the oldest comes first."""
    if line.make_waiting():
        make_clips.delay()


@shared_task
def transcribe_clips() -> None:
    """Sent for every clip that is ready. It says that something waits, not what."""
    if transcribing.transcribe_waiting():
        transcribe_clips.delay()


@shared_task
def sweep_clips() -> None:
    if line.sweep():
        make_clips.delay()
    if transcribing.has_waiting():
        transcribe_clips.delay()
