"""`manage.py work`: background work and its timetable, in one process or in two."""

import logging
import os
import signal
import socket
import sys
import threading
import warnings
from argparse import ArgumentParser
from typing import Any

from celery import current_app
from celery.apps.worker import Worker
from celery.platforms import SecurityWarning
from django.core.management.base import BaseCommand

from apps.core.timetable import keep_time


class Command(BaseCommand):
    help = "Runs the tasks that others leave, and sends those that are due."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--only", choices=["tasks", "timetable"], help="one of the two; without it, both")

    def handle(self, *, only: str | None = None, **options: Any) -> None:
        warnings.simplefilter("ignore", SecurityWarning)  # it fears pickled messages from root; ours are JSON
        if only == "timetable":
            signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
            keep_time()
            return
        if not only:
            # `celery worker -B` would fork a second process for the timetable, which outlives a killed worker.
            threading.excepthook = _end_all
            threading.Thread(target=keep_time, name="timetable", daemon=True).start()
        worker = _worker()
        worker.start()
        raise SystemExit(worker.exitcode)


def _worker() -> Worker:
    return Worker(
        app=current_app,
        hostname=f"linnet-{os.getpid()}@{socket.gethostname()}",  # several on one machine are told apart
        pool="threads",
        concurrency=4,  # captions hold one at most; what else takes seconds leaves some for what must be quick
        loglevel=logging.getLogger().level,
        redirect_stdouts=False,
        quiet=True,
        without_gossip=True,
        without_mingle=True,
        without_heartbeat=True,
    )


def _end_all(fault: threading.ExceptHookArgs) -> None:
    """A worker without its timetable would look alive; ended, it is started afresh."""
    logging.getLogger(__name__).critical("A thread died, and the worker with it.", exc_info=fault.exc_value)
    os._exit(1)
