"""The timetable: sends the tasks that are due, from one process of the site."""

from typing import Any

from celery import current_app
from celery.beat import PersistentScheduler, Service
from django.conf import settings

from apps.core.alone import Check, alone

_LONGEST_SLEEP_SECONDS = 5


class _LoneScheduler(PersistentScheduler):
    """Makes sure at every turn that no second one has begun beside it."""

    still_alone: Check

    def tick(self, *args: Any, **kwargs: Any) -> float:
        self.still_alone()
        seconds: float = super().tick(*args, **kwargs)
        return seconds


def keep_time() -> None:
    """Runs until the process ends. A second process that does the same waits until the first is gone, and takes over."""
    with alone("timetable") as still_alone:
        service = Service(
            current_app,
            max_interval=_LONGEST_SLEEP_SECONDS,
            schedule_filename=str(settings.DATA_DIR / "timetable"),
            scheduler_cls=_LoneScheduler,
        )
        service.scheduler.still_alone = still_alone
        service.start()
