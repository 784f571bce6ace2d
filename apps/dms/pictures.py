"""What people do with the pictures of their messages. Making them is the worker's (`accounts/picture_line.py`)."""

from collections.abc import Iterator, Sequence

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts import limits, tasks
from apps.accounts.models import User
from apps.accounts.picture_line import withdraw
from apps.core import darkroom
from apps.core.belongings import StoredFile
from apps.core.errors import Refused
from apps.core.ids import id_in
from apps.dms.models import MOST_PICTURES, Message, MessagePicture

_State = MessagePicture.State


def send_picture(*, owner: User, file: File) -> MessagePicture:
    """`file` shall become a picture of a message that `owner` is about to send, or of a group. Raises TooFast past the limit on pictures."""
    # The row is there before the file, as one that is gone: whatever dies in between leaves no file that nobody knows of.
    with transaction.atomic():
        limits.spend(owner, "pictures")
        picture = MessagePicture.objects.create(owner=owner)
    default_storage.save(picture.original_path, file)
    MessagePicture.objects.filter(pk=picture.pk).become(_State.UPLOADED)
    transaction.on_commit(tasks.make_pictures.delay, robust=True)
    return picture


def take_out(*, picture: MessagePicture) -> None:
    """Not to be sent after all. Whose it is was checked by `access.own_picture`."""
    withdraw(MessagePicture.objects.filter(pk=picture.pk, message=None, group=None))


def chosen_by(author: User, chosen: Sequence[object]) -> list[MessagePicture]:
    """Those that `author` wants to send, locked, in their order.

    Raises Refused: too_many_pictures, picture_unknown, picture_not_ready.
    """
    if len(chosen) > MOST_PICTURES:
        raise Refused("too_many_pictures", _("A message has room for %d pictures.") % MOST_PICTURES)
    ids = [id_in(given) or 0 for given in chosen]
    mine = MessagePicture.objects.select_for_update().filter(owner=author, message=None, group=None, pk__in=ids).order_by("pk")
    found = {picture.pk: picture for picture in mine}
    if len(found) < len(chosen) or any(picture.state in (_State.GONE, _State.CLEARED) for picture in found.values()):
        raise Refused("picture_unknown", _("One of the pictures is no longer there. Take it out and send it again."))
    if any(picture.state != _State.READY for picture in found.values()):
        raise Refused("picture_not_ready", _("A picture is not ready yet. Wait a moment, then try again."))
    return [found[picture_id] for picture_id in ids]


def attach(message: Message, pictures: list[MessagePicture]) -> None:
    """They belong to `message` from now on."""
    for position, picture in enumerate(pictures):
        picture.message, picture.position, picture.attached_at = message, position, timezone.now()
        picture.save(update_fields=["message", "position", "attached_at"])


def with_pictures(messages: list[Message]) -> list[Message]:
    """The same messages, each with the `shown_pictures` it has; one query."""
    wanted = [message.pk for message in messages if message.picture_count and not message.is_gone]
    rows = MessagePicture.objects.filter(message__in=wanted, state=_State.READY).order_by("position") if wanted else []
    for message in messages:
        message.shown_pictures = [picture for picture in rows if picture.message_id == message.pk]  # type: ignore[attr-defined]
    return messages


# ---- For the line ----------------------------------------------------------------------------------------------------


def develop(picture: MessagePicture, original: bytes) -> list[bytes]:
    """The whole of it in each size. Raises Refused."""
    made, (width, height) = darkroom.fit(original, list(MessagePicture.SIZES.values()))
    MessagePicture.objects.filter(pk=picture.pk).update(width=width, height=height)
    return list(made)


def settle(picture: MessagePicture, state: MessagePicture.State, refusal: str) -> bool:
    """Returns whether it was not taken out meanwhile."""
    ours = MessagePicture.objects.filter(pk=picture.pk, state=_State.PROCESSING)
    return bool(ours.become(state, refusal=refusal))


def files_of(person: User) -> Iterator[StoredFile]:
    """For their archive the largest of each; for the day they are deleted, all."""
    for picture in MessagePicture.objects.filter(owner=person, state=_State.READY):
        name = f"messages/{picture.message_id or 'other'}-{picture.key[:8]}.webp"
        yield StoredFile(default_storage, picture.path_at("large"), name)
        yield StoredFile(default_storage, picture.path_at("small"), "")
