"""Writing messages, and reading them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts import limits, restrictions
from apps.accounts.models import User
from apps.clips.services import take_clip
from apps.core import text as words
from apps.core.errors import Refused
from apps.core.times import in_ms
from apps.dms import groups, shared, telling, word_index
from apps.dms import pictures as message_pictures
from apps.dms.models import LENGTH_LIMIT, Conversation, Message, MessagePicture, Side
from apps.dms.turns import add_message, left, turn_in, turn_in_pair
from apps.dms.writing import Written
from apps.graph.access import may_write
from apps.graph.models import Block
from apps.realtime import events, push


def send_message(
    *,
    author: User,
    to: User | Conversation,
    text: str,
    client_id: UUID,
    card_path: str = "",
    answers: object = "",
    pictures: Sequence[object] = (),
    clip: object = "",
) -> Message:
    """Sends `text` to a person or into a group, with a card: the one at the internal address `card_path`, or else of the first link in
    `text` that has one. `answers` is the id of the message it answers, `pictures` are ids of pictures of `author` and `clip` is that of a recording of theirs, as they came from
    outside.

    The same `client_id` again answers with the message it made the first time. To write is to accept what waited as a request. Raises
    Refused: not_yourself; you_blocked, until `author` unblocks; cant_message, without saying why; left_group; message_empty,
    message_too_long; card_unknown; answered_gone; too_many_pictures, picture_unknown, picture_not_ready; what `take_clip` refuses; client_id_used, if it made
    another message; restricted. Raises TooFast past the limit on messages.
    """
    if isinstance(to, User):
        check_is_another(author, to)
    else:
        groups.part_in(to)  # by itself: it stands also where `author` is who goes, and is refused
    cleaned = words.cleaned(text)
    written = Written("" if words.is_blank(cleaned) else cleaned, card_path, answers, tuple(pictures), clip, client_id)
    try:
        return _sent_once(author, to, written)
    except IntegrityError:  # at the same moment, to somebody else
        raise _used() from None


@transaction.atomic
def _sent_once(author: User, to: User | Conversation, written: Written) -> Message:
    conversation = turn_in_pair(author, to) if isinstance(to, User) else turn_in(to.pk)
    earlier = Message.objects.filter(author=author, client_id=written.client_id).first()
    if earlier is None:
        return _send(conversation, author, to, written)
    if earlier.conversation_id != conversation.pk or not (earlier.deleted_at or _says(earlier, written)):
        raise _used()
    return earlier


def _says(earlier: Message, written: Written) -> bool:
    """Whether it has the same words, voice and pictures: others under its id would be lost without a word."""
    pictures = list(earlier.pictures.order_by("position").values_list("pk", flat=True))
    asked = (written.text, shared.number(written.clip), [shared.number(picture) for picture in written.pictures])
    return (earlier.text, earlier.clip_id or 0, pictures) == asked


def _send(conversation: Conversation, author: User, to: User | Conversation, written: Written) -> Message:
    _check_may_write(author, to)
    own = _own_side(conversation, author)
    _check_text(written)
    shown = message_pictures.chosen_by(author, written.pictures)
    clip = take_clip(owner=author, given_id=written.clip) if written.clip else None
    limits.spend(author, "messages")
    message = add_message(
        conversation,
        author=author,
        text=written.text,
        card_path=shared.chosen(author, written.text, written.card_path),
        answered=_answered(own, written.answers),
        picture_count=len(shown),
        clip=clip,
        client_id=written.client_id,
    )
    _keep_along(message, shown)
    _accept(own)
    telling.tell_sent(message)
    return message


def _keep_along(message: Message, shown: list[MessagePicture]) -> None:
    message_pictures.attach(message, shown)
    if message.text or message.clip:
        word_index.keep([message])


def _own_side(conversation: Conversation, author: User) -> Side:
    side = conversation.sides.filter(person=author).select_related("person").first()
    if side is None:
        raise left()
    return side


def _answered(side: Side, given: object) -> Message | None:
    """The message that is answered. Raises Refused: answered_gone."""
    if not given:
        return None
    found = Message.objects.shown_to(side).visible().said().filter(pk=shared.number(given)).first()
    if found is None:
        raise Refused("answered_gone", _("The message you answer is gone. Send yours without it."))
    return found


def check_is_another(person: User, other: User) -> None:
    """Raises Refused: not_yourself."""
    if person == other:
        raise Refused("not_yourself", _("You can't write to yourself."))


def _check_may_write(author: User, to: User | Conversation) -> None:
    restrictions.check_not_barred(author, restrictions.Restriction.Kind.MESSAGING)
    if isinstance(to, Conversation):
        return
    if Block.objects.by(author).filter(blocked=to).exists():
        raise Refused("you_blocked", _("You blocked @%s. Unblock them to write.") % to.handle)
    if not may_write(author, to):
        raise Refused("cant_message", _("You can't write to @%s.") % to.handle)


def has_written(person: User, to: User) -> bool:
    """Whether `person` has said anything to `to` in their conversation of two."""
    return Message.objects.filter(author=person, conversation__sides__person=to, conversation__sides__other=person).exists()


def _check_text(written: Written) -> None:
    if not (written.text or written.card_path or written.pictures or written.clip):
        raise Refused("message_empty", _("A message needs words that can be seen."))
    if len(written.text) > LENGTH_LIMIT:
        raise Refused("message_too_long", _("A message has room for 10,000 characters."))


def _used() -> Refused:
    return Refused("client_id_used", _("This page has sent something else meanwhile. Reload it and send again."))


def _accept(side: Side) -> None:
    if side.accepted_at is None:
        Side.objects.filter(pk=side.pk).update(accepted_at=timezone.now())
        push.to_user(side.person_id, events.ConversationChanged(talk=side.talk))


# ---- Reading ---------------------------------------------------------------------------------------------------------


def mark_read(*, side: Side, read_to: int) -> None:
    """The owner of `side` has seen what others wrote, up to the message with the id `read_to`; it never goes back.

    The others are told, if all of them show each other what they have read, and the owner has let the conversation in.
    """
    if read_to > side.read_to:  # most pages show nothing new, and need no transaction
        _mark_read(side, read_to)


@transaction.atomic
def _mark_read(side: Side, read_to: int) -> None:
    written = Message.objects.filter(conversation=side.conversation_id, pk__lte=read_to).exclude(author=side.person_id)
    seen = written.order_by("-pk").first()
    now = timezone.now()
    if seen is None or not Side.objects.filter(pk=side.pk, read_to__lt=seen.pk).update(read_to=seen.pk, read_at=now):
        return
    _tell_read(side, side, seen.pk, now)
    for other in telling.receipts_for(side):
        _tell_read(other, side, seen.pk, now)


def _tell_read(hearer: Side, reader: Side, read_to: int, read_at: datetime) -> None:
    told = {"talk": hearer.talk, "reader": str(reader.person_id)}
    push.to_user(hearer.person_id, events.MessagesRead(**told, read_to=str(read_to), read_at=in_ms(read_at)))
