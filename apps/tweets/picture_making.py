"""Makes of what people sent the pictures of Tweets, the oldest first, one at a time; as `accounts/picture_making.py` does with what
stands for people. The row is the truth: whatever dies on the way, the row is overdue in the end, and is taken once more."""

import logging
import threading
from datetime import timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import F
from django.utils import timezone

from apps.core import darkroom
from apps.core.errors import Refused
from apps.tweets import pictures
from apps.tweets.models import TweetPicture

logger = logging.getLogger(__name__)

IN_A_ROW = 5  # then other tasks of the worker have their turn
MOST_TRIES = 4  # a picture at which a worker dies again and again is refused
_KEPT_FOR = timedelta(days=1)  # rows, since they count
_State = TweetPicture.State

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
        logger.error("Pictures of Tweets wait: %s", fault)
        return False
    finally:
        _at_work.release()
    # Not before the release: who found us at work relies on this look.
    return TweetPicture.objects.untaken().exists()


def sweep() -> bool:
    """Deletes what nobody shows any more. Returns whether something waits."""
    for picture in TweetPicture.objects.unwanted()[:100]:
        pictures.clear(picture)
    TweetPicture.objects.filter(state=_State.CLEARED, sent_at__lt=timezone.now() - _KEPT_FOR).delete()
    return TweetPicture.objects.untaken().exists()


def _take_oldest() -> TweetPicture | None:
    """The oldest that nobody works on, now ours."""
    while picture := TweetPicture.objects.untaken().order_by("pk").first():
        if TweetPicture.objects.untaken().filter(pk=picture.pk).become(_State.PROCESSING, tries=F("tries") + 1):
            picture.refresh_from_db()
            return picture
    return None


def _make(picture: TweetPicture) -> None:
    """One that was taken out meanwhile leaves nothing."""
    ours = TweetPicture.objects.filter(pk=picture.pk, state=_State.PROCESSING)
    try:
        _develop(picture)
    except Refused as refused:
        default_storage.delete(picture.original_path)
        is_done = ours.become(_State.REFUSED, refusal=refused.code)
    else:
        is_done = ours.become(_State.READY)
    if not is_done and not TweetPicture.objects.filter(pk=picture.pk, state=_State.READY).exists():
        pictures.clear(picture)


def _develop(picture: TweetPicture) -> None:
    """The original, which may tell where it was taken, is deleted before anybody sees what is made of it, and after that is kept and
    measured; so one that is missing was made before. Raises Refused."""
    if picture.tries > MOST_TRIES:
        raise darkroom.refusal("picture_broken")
    try:
        with default_storage.open(picture.original_path) as file:
            original = file.read()
    except FileNotFoundError:
        if picture.width:
            return
        raise darkroom.refusal("picture_lost") from None
    made, (width, height) = darkroom.fit(original, list(TweetPicture.SIZES.values()))
    for path, one in zip(picture.paths, made, strict=True):
        default_storage.save(path, ContentFile(one))
    TweetPicture.objects.filter(pk=picture.pk).update(width=width, height=height)
    default_storage.delete(picture.original_path)
