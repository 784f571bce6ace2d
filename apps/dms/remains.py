"""The recording and the pictures of a message that was taken back: they go with it, unless a later app needs them still."""

from collections.abc import Callable

from django.db import transaction

from apps.accounts.picture_line import withdraw
from apps.clips.services import withdraw_clip
from apps.dms.models import Message, MessagePicture

_needs: list[Callable[[Message], bool]] = []


def register_need(need: Callable[[Message], bool]) -> None:
    """`need(message)`: whether a later app needs what was in `message` still, though its author took it back. Whether anybody hears or
    sees it meanwhile, that app knows."""
    _needs.append(need)


def let_go(message: Message) -> None:
    """It was taken back: nothing of it is left, unless somebody needs that still."""
    if any(need(message) for need in _needs):
        return
    withdraw(MessagePicture.objects.filter(message=message))
    if message.clip:
        Message.objects.filter(pk=message.pk).update(clip=None)
        withdraw_clip(clip=message.clip)


@transaction.atomic
def need_no_longer(*, message_id: int) -> None:
    """Who needed it is done; if the message was taken back meanwhile, what was in it goes now."""
    # The lock is the one of `take_back`: either it sees that nobody needs it, or we see that it was taken back.
    message = Message.objects.select_for_update(no_key=True).filter(pk=message_id).first()
    if message and message.deleted_at:
        let_go(message)
