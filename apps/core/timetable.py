"""The timetable: sends the tasks that are due, from one process of the site."""

import logging
import time
from typing import Any

from celery import current_app
from celery.beat import PersistentScheduler, Service
from django.conf import settings
from django.db import InterfaceError, OperationalError

from apps.core.alone import Check, alone

logger = logging.getLogger(__name__)

_LONGEST_SLEEP_SECONDS = 5
_PAUSE_SECONDS = 2  # before PostgreSQL is asked again


class _LoneScheduler(PersistentScheduler):
    """Makes sure at every turn that no second one has begun beside it."""

    still_alone: Check

    def tick(self, *args: Any, **kwargs: Any) -> float:
        self.still_alone()
        seconds: float = super().tick(*args, **kwargs)
        return seconds


def keep_time() -> None:
    """Runs until the process ends. A second process that does the same waits until the first is gone, and takes over."""
    while True:
        try:
            _keep_time_alone()
        except (OperationalError, InterfaceError) as problem:
            logger.warning("The timetable lost its place (%s), and asks for it again.", problem)
            time.sleep(_PAUSE_SECONDS)
        else:
            return


def _keep_time_alone() -> None:
    with alone("timetable") as still_alone:
        service = Service(
            current_app,
            max_interval=_LONGEST_SLEEP_SECONDS,
            schedule_filename=str(settings.DATA_DIR / "timetable"),
            scheduler_cls=_LoneScheduler,
        )
        service.scheduler.still_alone = still_alone
        service.start()
