"""The line of pictures that people sent, whatever they are for: the oldest first, one at a time, for a large one takes a worker's memory.

The row is the truth. Whatever dies on the way, the row stays in its state, is overdue in the end, and is taken once more.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from apps.accounts.models import SentPicture, SentPictureQuerySet
from apps.core import darkroom
from apps.core.errors import Refused

logger = logging.getLogger(__name__)

IN_A_ROW = 5  # then other tasks of the worker have their turn
MOST_TRIES = 4  # a picture at which a worker dies again and again is refused
_KEPT_FOR = timedelta(days=1)  # rows, since they count
_State = SentPicture.State

Develop = Callable[[Any, bytes], list[bytes]]
Settle = Callable[[Any, SentPicture.State, str], bool]


@dataclass(frozen=True)
class _Maker:
    develop: Develop
    settle: Settle


_makers: dict[type[SentPicture], _Maker] = {}
_at_work = threading.Lock()


def register(kind: type[SentPicture], *, develop: Develop, settle: Settle) -> None:
    """`develop(picture, original)` makes what lies at `picture.paths`, or raises Refused. `settle(picture, state, refusal)` makes it ready
    or refused, and answers whether anybody still waited for it."""
    _makers[kind] = _Maker(develop, settle)


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
    return _oldest() is not None


def sweep() -> bool:
    """Deletes what nobody shows any more. Returns whether something waits."""
    for kind in _makers:
        for picture in kind.objects.unwanted()[:100]:
            clear(picture)
        kind.objects.filter(state=_State.CLEARED, sent_at__lt=timezone.now() - _KEPT_FOR).delete()
    return _oldest() is not None


def withdraw(pictures: SentPictureQuerySet) -> None:
    """Their files are deleted after the commit; if not by us, then by the sweep."""
    withdrawn = list(pictures.exclude(state__in=(_State.GONE, _State.CLEARED)))
    pictures.model.objects.filter(pk__in=[picture.pk for picture in withdrawn]).become(_State.GONE)
    for picture in withdrawn:
        transaction.on_commit(partial(clear, picture), robust=True)


def clear(picture: SentPicture) -> None:
    """Deletes the files of a picture that nobody shows, and says so in its row."""
    for path in (picture.original_path, *picture.paths):
        default_storage.delete(path)
    _rows_of(picture).become(_State.CLEARED)


def reason_of(picture: SentPicture) -> object:
    """Why it was refused; empty if it was not."""
    if picture.state != _State.REFUSED:
        return ""
    return darkroom.REFUSALS.get(picture.refusal, darkroom.REFUSALS["picture_broken"])


def _oldest() -> SentPicture | None:
    """Of what nobody works on."""
    waiting = (kind.objects.untaken().order_by("pk").first() for kind in _makers)
    return min(filter(None, waiting), key=lambda picture: picture.sent_at, default=None)


def _take_oldest() -> SentPicture | None:
    """The same, now ours."""
    while picture := _oldest():
        if _rows_of(picture).untaken().become(_State.PROCESSING, tries=F("tries") + 1):
            picture.refresh_from_db()
            return picture
    return None


def _make(picture: SentPicture) -> None:
    """One that was withdrawn meanwhile leaves nothing, unless another worker made it ready."""
    try:
        _develop(picture)
    except Refused as refused:
        default_storage.delete(picture.original_path)
        is_settled = _makers[type(picture)].settle(picture, _State.REFUSED, refused.code)
    else:
        is_settled = _makers[type(picture)].settle(picture, _State.READY, "")
    if not is_settled and not _rows_of(picture).filter(state=_State.READY).exists():
        clear(picture)


def _develop(picture: SentPicture) -> None:
    """The original, which may tell where it was taken, is deleted before anybody sees what is made of it, and after that is kept; so one
    that is missing was made before. Raises Refused."""
    if picture.tries > MOST_TRIES:
        raise darkroom.refusal("picture_broken")
    try:
        with default_storage.open(picture.original_path) as file:
            original = file.read()
    except FileNotFoundError:
        if all(default_storage.exists(path) for path in picture.paths):
            return
        raise darkroom.refusal("picture_lost") from None
    for path, made in zip(picture.paths, _makers[type(picture)].develop(picture, original), strict=True):
        default_storage.save(path, ContentFile(made))
    default_storage.delete(picture.original_path)


def _rows_of(picture: SentPicture) -> SentPictureQuerySet:
    return type(picture).objects.filter(pk=picture.pk)
