import logging
from typing import Any

from celery.signals import worker_ready
from django.apps import AppConfig

from apps.core import roles, starting
from apps.speech import engine, recogniser
from apps.speech.faults import EngineFault


class SpeechConfig(AppConfig):
    name = "apps.speech"

    def ready(self) -> None:
        starting.look_before_start(_check)
        worker_ready.connect(_warm_up)


def _check(role: str | None) -> None:
    """Every role tells people which languages have captions; only those that work need the engine itself."""
    try:
        engine.check()
        if roles.works(role):
            recogniser.check()
    except EngineFault as fault:
        raise starting.NotReady(str(fault)) from None


def _warm_up(**_about: Any) -> None:
    """The first words of a Space should not wait for the model."""
    try:
        recogniser.start()
    except EngineFault as fault:  # `serve` has looked, yet the model may have gone since
        logging.getLogger(__name__).critical("No captions: %s", fault)
