"""Turns waiting captions into words, the oldest first.

A process has one recogniser, so one thread at a time is enough: it takes row after row, while the task that comes for another row
finds it at work and goes. So captions never hold more than one of a worker's threads, however many people speak.
"""

import logging
import threading

from django.db import transaction
from django.utils import timezone

from apps.core import text as texts
from apps.core import written
from apps.realtime import events, push
from apps.spaces import packets
from apps.spaces.models import Caption
from apps.speech import recogniser
from apps.speech.faults import EngineFault

logger = logging.getLogger(__name__)

IN_A_ROW = 5  # captions; then other tasks of the worker have their turn, and a worker that shall stop does
LONGEST_TEXT = 2_000  # characters; in 15 s nobody says half of it, but an engine may stammer

_at_work = threading.Lock()


def recognise_waiting() -> bool:
    """Recognises some of what waits. Returns whether more waits that nobody works on; a fault of the engine is left to the sweep."""
    if not _at_work.acquire(blocking=False):
        return False
    try:
        for _ in range(IN_A_ROW):
            caption = _take_oldest()
            if caption is None:
                break
            _recognise(caption)
    except EngineFault as fault:
        logger.error("Captions wait: %s (%s)", fault, fault.code)
        return False
    finally:
        _at_work.release()
    # Not before the release: who found us at work relies on this look.
    return Caption.objects.due().exists()


def sweep() -> bool:
    """Deletes and drops what may be kept no longer. Returns whether something waits."""
    Caption.objects.unwanted().delete()
    Caption.objects.stale().drop()
    return Caption.objects.due().exists()


def _take_oldest() -> Caption | None:
    """The oldest that nobody works on, now ours."""
    waiting = Caption.objects.due().select_related("space", "person").order_by("created_at", "pk")
    while caption := waiting.first():
        if Caption.objects.untaken().filter(pk=caption.pk).update(taken_at=timezone.now()):
            return caption
    return None


def _recognise(caption: Caption) -> None:
    if caption.is_late:
        return _drop(caption)
    words = recogniser.recognise(packets=packets.parted(bytes(caption.sound)), language=caption.space.language)
    _write(caption, texts.cleaned(words)[:LONGEST_TEXT])


@transaction.atomic
def _write(caption: Caption, text: str) -> None:
    """Ends the wait, if nobody else did and it was not deleted meanwhile."""
    caption.text = text
    state = Caption.State.EMPTY if texts.is_blank(text) else Caption.State.READY
    is_written = Caption.objects.waiting().filter(pk=caption.pk).update(state=state, text=text, sound=b"")
    if is_written and state == Caption.State.READY:
        written.tell("caption", caption.pk)
        push.to_topic(events.in_space(caption.space_id), caption.as_event())


@transaction.atomic
def _drop(caption: Caption) -> None:
    """Nobody reads it in time any more."""
    if Caption.objects.waiting().filter(pk=caption.pk).drop():
        push.to_topic(events.in_space(caption.space_id), events.CaptionsDelayed())
