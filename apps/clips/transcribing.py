"""Turns clips into words, utterance by utterance; of those that are part of something the oldest first.

The recogniser is the one of live captions, which go first: while anybody speaks in a Space, a clip waits at each utterance. What was
understood is written at once, so that whoever comes after a dead worker goes on where it was.
"""

import logging
import threading

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from apps.clips import hearing, studio, telling
from apps.clips.models import Clip
from apps.clips.sounds import Utterance
from apps.core import text as texts
from apps.core.errors import Refused
from apps.speech import engine, recogniser
from apps.speech.faults import EngineFault

logger = logging.getLogger(__name__)

LONGEST_TEXT = 2_000  # characters of an utterance; in 15 s nobody says half of it, but an engine may stammer
_Words = Clip.Words

_at_work = threading.Lock()


def transcribe_waiting() -> bool:
    """Listens to one clip that waits. Returns whether more waits that nobody listens to; a fault of the engine is left to the sweep."""
    if not _at_work.acquire(blocking=False):
        return False
    try:
        clip = _take_oldest()
        if clip:
            _transcribe(clip)
    except (EngineFault, studio.StudioFault) as fault:
        logger.error("The words of clips wait: %s", fault)
        return False
    finally:
        _at_work.release()
    # Not before the release: who found us at work relies on this look.
    return has_waiting()


def has_waiting() -> bool:
    return Clip.objects.unheard().exists()


def _take_oldest() -> Clip | None:
    """Those that are part of something before those that may never be."""
    while clip := Clip.objects.unheard().alias(is_unused=Q(used_at=None)).order_by("is_unused", "pk").first():
        if Clip.objects.unheard().filter(pk=clip.pk).update(words_taken_at=timezone.now()):
            return clip
    return None


def _transcribe(clip: Clip) -> None:
    if not engine.languages():
        return _end(clip, _Words.OFF)
    if not engine.is_supported(clip.language):
        return _end(clip, _Words.NO_LANGUAGE)
    try:
        for utterance in _utterances_of(clip):
            words = recogniser.recognise(packets=utterance.packets, language=clip.language, is_urgent=False)
            if not _add(clip, utterance, texts.cleaned(words)[:LONGEST_TEXT]):
                return None
    except (Refused, FileNotFoundError):
        return _end(clip, _Words.FAILED)
    except EngineFault as fault:
        if fault.code != "engine_unavailable":
            raise
        return _end(clip, _Words.FAILED)
    return _end(clip, _Words.READY if clip.transcript else _Words.EMPTY)


def _utterances_of(clip: Clip) -> list[Utterance]:
    """What is not known yet. Raises Refused, FileNotFoundError."""
    with default_storage.open(clip.path_as("ogg")) as file:
        found = studio.utterances(bytes(file.read()))
    return [utterance for utterance in found if utterance.start_ms >= clip.heard_ms]


def _add(clip: Clip, utterance: Utterance, words: str) -> bool:
    """Returns whether anybody still waits for the rest."""
    if not texts.is_blank(words):
        clip.transcript.append({"start_ms": utterance.start_ms, "end_ms": utterance.end_ms, "text": words})
    clip.heard_ms = utterance.end_ms
    waiting = Clip.objects.filter(pk=clip.pk, state=Clip.State.READY, words_state=_Words.WAITING)
    known = {"transcript": clip.transcript, "heard_ms": clip.heard_ms, "words_taken_at": timezone.now()}
    return bool(waiting.update(**known))


@transaction.atomic
def _end(clip: Clip, state: Clip.Words) -> None:
    """Ends the wait, if nobody else did and it was not withdrawn meanwhile."""
    if Clip.objects.filter(pk=clip.pk, state=Clip.State.READY, words_state=_Words.WAITING).update(words_state=state):
        clip.words_state = state
        telling.tell(clip)
        if state == _Words.READY:
            hearing.tell_of_words(clip)
