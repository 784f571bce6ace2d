"""Voice messages: who may hear one, that what was said in it is found, and what becomes of one that is taken back."""

from collections.abc import Callable

from django.db import transaction

from apps.accounts.models import User
from apps.clips.models import Clip
from apps.clips.services import withdraw_clip
from apps.dms import telling, word_index
from apps.dms.models import Message
from apps.graph.access import Viewer

_needs: list[Callable[[Message], bool]] = []


def may_hear(viewer: Viewer, clip: Clip) -> bool:
    """Whether `viewer` has a message with it before them."""
    if not isinstance(viewer, User):
        return False
    return Message.objects.visible().seen_by(viewer).sent_to(viewer).filter(clip=clip).exists()


def words_known(clip: Clip) -> None:
    """What was said is found from now on, and stands on the pages that show it."""
    for message in Message.objects.visible().filter(clip=clip).select_related("conversation"):
        message.clip = clip
        word_index.keep([message])
        telling.tell_changed(message)


def register_need(need: Callable[[Message], bool]) -> None:
    """`need(message)`: whether a later app needs the recording of `message` still, though its author took it back. Whether anybody hears
    it meanwhile, `clips/hearing.py` knows."""
    _needs.append(need)


def let_go(message: Message) -> None:
    """It was taken back: its recording goes with it, unless somebody needs that still."""
    if message.clip and not any(need(message) for need in _needs):
        Message.objects.filter(pk=message.pk).update(clip=None)
        withdraw_clip(clip=message.clip)


@transaction.atomic
def need_no_longer(*, message_id: int) -> None:
    """Who needed its recording is done; if it was taken back meanwhile, that goes now."""
    # The lock is the one of `take_back`: either it sees that nobody needs it, or we see that it was taken back.
    message = Message.objects.select_for_update().filter(pk=message_id).first()
    if message and message.deleted_at:
        let_go(message)
