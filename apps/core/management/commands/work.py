"""`manage.py work`: background work and its timetable, in one process."""

import logging
import os
import threading
import warnings
from typing import Any

from celery import current_app
from celery.apps.worker import Worker
from celery.beat import EmbeddedService
from celery.platforms import SecurityWarning
from django.conf import settings
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Runs the tasks that others leave, and sends those that are due. For an installation on one machine."

    def handle(self, **options: Any) -> None:
        warnings.simplefilter("ignore", SecurityWarning)  # it fears pickled messages from root; ours are JSON
        # `celery worker -B` would fork a second process for the timetable, which outlives a killed worker.
        timetable = EmbeddedService(current_app, thread=True, schedule_filename=str(settings.DATA_DIR / "timetable"))
        worker = Worker(
            app=current_app,
            pool="threads",
            concurrency=4,  # captions hold one at most; what else takes seconds leaves some for what must be quick
            loglevel=logging.getLogger().level,
            redirect_stdouts=False,
            quiet=True,
            without_gossip=True,
            without_mingle=True,
            without_heartbeat=True,
        )
        threading.excepthook = _end_all
        timetable.start()
        worker.start()
        timetable.stop()
        raise SystemExit(worker.exitcode)


def _end_all(fault: threading.ExceptHookArgs) -> None:
    """A worker without its timetable would look alive; ended, it is started afresh."""
    logging.getLogger(__name__).critical("A thread died, and the worker with it.", exc_info=fault.exc_value)
    os._exit(1)
