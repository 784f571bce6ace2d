"""The line of recordings that people sent: the oldest first, one at a time.

The row is the truth. Whatever dies on the way, the row stays in its state, is overdue in the end, and is taken once more.
"""

import logging
import threading
from functools import partial

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F

from apps.clips import studio, telling
from apps.clips.models import Clip, ClipQuerySet
from apps.clips.sounds import Made, kind_of
from apps.core.errors import Refused

logger = logging.getLogger(__name__)

IN_A_ROW = 5  # then other tasks of the worker have their turn
MOST_TRIES = 4  # a recording at which a worker dies again and again is refused
_HEAD = 64  # bytes that tell what a file is
_State = Clip.State
_LOST = (_State.GONE, _State.CLEARED)

_at_work = threading.Lock()


def make_waiting() -> bool:
    """Makes some of what waits. Returns whether more waits that nobody works on; a fault of ours is left to the sweep."""
    if not _at_work.acquire(blocking=False):
        return False
    try:
        for _ in range(IN_A_ROW):
            clip = _take_oldest()
            if clip is None:
                break
            _make(clip)
    except studio.StudioFault as fault:
        logger.error("Clips wait: %s", fault)
        return False
    finally:
        _at_work.release()
    # Not before the release: who found us at work relies on this look.
    return Clip.objects.untaken().exists()


def sweep() -> bool:
    """Deletes what nobody wants any more. Returns whether something waits."""
    for clip in Clip.objects.unwanted()[:100]:
        clear(clip)
    Clip.objects.forgotten().delete()
    return Clip.objects.untaken().exists()


def withdraw(clips: ClipQuerySet) -> None:
    """Nobody hears them from now on. Their files are deleted after the commit; if not by us, then by the sweep."""
    withdrawn = list(clips.exclude(state__in=_LOST))
    Clip.objects.filter(pk__in=[clip.pk for clip in withdrawn]).become(_State.GONE, transcript=[])
    for clip in withdrawn:
        transaction.on_commit(partial(clear, clip), robust=True)


def clear(clip: Clip) -> None:
    """Deletes the files of a clip that nobody wants, and says so in its row, in which no word is left."""
    for path in (clip.original_path, *clip.paths):
        default_storage.delete(path)
    Clip.objects.filter(pk=clip.pk).become(_State.CLEARED, transcript=[], peaks=b"")


def _take_oldest() -> Clip | None:
    """The oldest that nobody works on, now ours."""
    while clip := Clip.objects.untaken().order_by("pk").first():
        if Clip.objects.filter(pk=clip.pk).untaken().become(_State.PROCESSING, tries=F("tries") + 1):
            clip.refresh_from_db()
            telling.tell(clip)
            return clip
    return None


def _make(clip: Clip) -> None:
    """One that was withdrawn meanwhile leaves nothing; one that another worker took, because we seemed dead, is theirs, files and all."""
    try:
        clips = _mastered(clip)
    except Refused as refused:
        is_settled = _settle([clip], _State.REFUSED, refused.code)
    else:
        is_settled = _settle(clips, _State.READY)
    if not is_settled and not Clip.objects.filter(pk=clip.pk).exclude(state__in=_LOST).exists():
        clear(clip)


def _ours(clip: Clip) -> ClipQuerySet:
    """Its row, unless it was withdrawn meanwhile, or taken once more by somebody else."""
    return Clip.objects.filter(pk=clip.pk, state=_State.PROCESSING, tries=clip.tries)


def _mastered(clip: Clip) -> list[Clip]:
    """What its recording became, its files in their places. Raises Refused."""
    for left in clip.further.exclude(state=_State.CLEARED):
        clear(left)  # of a worker that died
    if clip.tries > MOST_TRIES:
        raise studio.refusal("clip_broken")
    try:
        with default_storage.open(clip.original_path) as file:
            original = bytes(file.read())
    except FileNotFoundError:
        raise studio.refusal("clip_lost") from None
    kind = kind_of(original[:_HEAD])
    if kind is None:
        raise studio.refusal("clip_broken")
    beat = partial(_ours(clip).become, _State.PROCESSING)
    made = studio.master(original, kind, clip.most_clips, beat)
    clips = [clip, *(_further(clip) for _ in made[1:])]
    for one, sound in zip(clips, made, strict=True):
        if not beat():
            break  # nobody waits for us, and the files may be somebody else's
        _keep(one, sound)
    return clips


def _further(clip: Clip) -> Clip:
    """Gone until the whole recording is ready, so that a sweep finds what a dead worker leaves."""
    return Clip.objects.create(owner_id=clip.owner_id, first=clip, language=clip.language, sent_at=clip.sent_at)


def _keep(clip: Clip, made: Made) -> None:
    clip.duration_ms, clip.peaks = made.duration_ms, made.peaks
    clip.save(update_fields=["duration_ms", "peaks"])
    for path, sound in zip(clip.paths, (made.opus, made.aac), strict=True):
        default_storage.delete(path)  # of an earlier try
        default_storage.save(path, ContentFile(sound))


@transaction.atomic
def _settle(clips: list[Clip], state: Clip.State, refusal: str = "") -> bool:
    """Returns whether anybody still waited for it. Then the original, which may tell more than one hears, is deleted."""
    first, *further = clips
    if not _ours(first).become(state, refusal=refusal):
        return False
    Clip.objects.filter(pk__in=[clip.pk for clip in further]).become(state)
    transaction.on_commit(partial(default_storage.delete, first.original_path), robust=True)
    if state == _State.READY:
        telling.ask_for_words()
    first.state, first.refusal = state, refusal
    telling.tell(first)
    return True
