"""Makes of what people sent the pictures that are shown, the oldest first, one at a time: a large one takes a worker's memory.

The row is the truth. Whatever dies on the way, the row stays in its state, is overdue in the end, and is taken once more.
"""

import logging
import threading
from datetime import timedelta
from functools import partial

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from apps.accounts import picture_shelf as shelf
from apps.accounts.models import Picture, User
from apps.core import darkroom
from apps.core.errors import Refused

logger = logging.getLogger(__name__)

IN_A_ROW = 5  # then other tasks of the worker have their turn
MOST_TRIES = 4  # a picture at which a worker dies again and again is refused
_KEPT_FOR = timedelta(days=1)  # rows, since they count

_at_work = threading.Lock()


def make_waiting() -> bool:
    """Makes some of what waits. Returns whether more waits that nobody works on; a fault of ours is left to the sweep."""
    if not _at_work.acquire(blocking=False):
        return False
    try:
        for _ in range(IN_A_ROW):
            picture = _take_oldest()
            if picture is None:
                break
            _make(picture)
    except darkroom.DarkroomFault as fault:
        logger.error("Pictures wait: %s", fault)
        return False
    finally:
        _at_work.release()
    # Not before the release: who found us at work relies on this look.
    return Picture.objects.untaken().exists()


def sweep() -> bool:
    """Deletes what nobody shows any more. Returns whether something waits."""
    for picture in Picture.objects.unwanted()[:100]:
        shelf.clear(picture)
    Picture.objects.filter(state=Picture.State.CLEARED, sent_at__lt=timezone.now() - _KEPT_FOR).delete()
    return Picture.objects.untaken().exists()


def _take_oldest() -> Picture | None:
    """The oldest that nobody works on, now ours."""
    waiting = Picture.objects.untaken().order_by("pk")
    while picture := waiting.first():
        if Picture.objects.untaken().filter(pk=picture.pk).become(Picture.State.PROCESSING, tries=F("tries") + 1):
            picture.refresh_from_db()
            return picture
    return None


def _make(picture: Picture) -> None:
    try:
        _develop(picture)
    except Refused as refused:
        default_storage.delete(picture.original_path)
        _refuse(picture, refused.code)
    else:
        _show(picture)


def _develop(picture: Picture) -> None:
    """The original is deleted when all that is made of it is kept; so one that is missing was made before. Raises Refused."""
    if picture.tries > MOST_TRIES:
        raise darkroom.refusal("picture_broken")
    try:
        with default_storage.open(picture.original_path) as file:
            original = file.read()
    except FileNotFoundError:
        if all(default_storage.exists(path) for path in picture.paths):
            return
        raise darkroom.refusal("picture_lost") from None
    for path, made in zip(picture.paths, darkroom.develop(original, picture.crop, picture.sizes), strict=True):
        default_storage.save(path, ContentFile(made))
    default_storage.delete(picture.original_path)


@transaction.atomic
def _show(picture: Picture) -> None:
    """Instead of the one before."""
    person = _whose(picture)
    if person is None:
        return transaction.on_commit(partial(_leave_nothing, picture), robust=True)
    shelf.withdraw(Picture.objects.of(person, picture.kind).filter(state=Picture.State.READY))
    Picture.objects.filter(pk=picture.pk).become(Picture.State.READY)
    shelf.show(person, picture.kind, key=picture.key)
    shelf.tell(person, picture.kind, Picture.State.READY)


@transaction.atomic
def _refuse(picture: Picture, code: str) -> None:
    person = _whose(picture)
    if person is None:
        return transaction.on_commit(partial(_leave_nothing, picture), robust=True)
    Picture.objects.filter(pk=picture.pk).become(Picture.State.REFUSED, refusal=code)
    shelf.tell(person, picture.kind, Picture.State.REFUSED)


def _whose(picture: Picture) -> User | None:
    """Who waits for it; None if it was withdrawn, or finished by somebody else, since we took it."""
    person = User.objects.select_for_update(no_key=True).filter(pk=picture.person_id or 0).first()
    is_ours = Picture.objects.filter(pk=picture.pk, state=Picture.State.PROCESSING).exists()
    return person if is_ours else None


def _leave_nothing(picture: Picture) -> None:
    """Files that were written after it was withdrawn; another worker may have made it ready, though."""
    if not Picture.objects.filter(pk=picture.pk, state=Picture.State.READY).exists():
        shelf.clear(picture)
