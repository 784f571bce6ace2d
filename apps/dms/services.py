"""Writing and reading messages."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts import limits, restrictions
from apps.accounts.models import User
from apps.core import cards
from apps.core import text as words
from apps.core.errors import Refused
from apps.core.ids import new_id
from apps.core.times import in_ms
from apps.dms import waking
from apps.dms.models import LENGTH_LIMIT, Conversation, Message, Side
from apps.graph.access import may_reach, may_write
from apps.graph.models import Block
from apps.realtime import events, push


def send_message(*, author: User, to: User, text: str, client_id: UUID, card_path: str = "") -> Message:
    """Sends `text` with a card: the one at the internal address `card_path`, or else of the first link in `text` that has one.

    The same `client_id` again answers with the message it made the first time. Raises Refused: not_yourself; you_blocked,
    until `author` unblocks; cant_message, without saying why; message_empty, message_too_long; card_unknown;
    client_id_used, if it made another message; restricted. Raises TooFast past the limit on messages.
    """
    check_is_another(author, to)
    try:
        return _sent_once(author, to, words.cleaned(text), client_id, card_path)
    except IntegrityError:  # at the same moment, to somebody else
        raise _used() from None


@transaction.atomic
def _sent_once(author: User, to: User, text: str, client_id: UUID, card_path: str) -> Message:
    conversation = _turn_in_conversation(author, to)
    earlier = Message.objects.filter(author=author, client_id=client_id).first()
    if earlier is None:
        return _send(conversation, author, to, text, client_id, card_path)
    if (earlier.conversation_id, earlier.text) != (conversation.pk, text):
        raise _used()
    return earlier


def _send(conversation: Conversation, author: User, to: User, text: str, client_id: UUID, card_path: str) -> Message:
    _check_may_write(author, to)
    _check_text(text, card_path)
    limits.spend(author, "messages")
    message = conversation.messages.create(
        id=max(new_id(), (conversation.last_message_id or 0) + 1),  # clocks of several machines differ
        author=author,
        text="" if words.is_blank(text) else text,
        card_path=cards.chosen(author, text, card_path),
        client_id=client_id,
    )
    Conversation.objects.filter(pk=conversation.pk).update(last_message=message)
    for person, other in ((author, to), (to, author)):
        push.to_user(person.pk, events.MessageSent(message=str(message.pk), person=str(other.pk), author=str(author.pk)))
    waking.wake(to, message)
    return message


def _turn_in_conversation(one: User, other: User) -> Conversation:
    """The conversation of the two, one writer at a time: so ids grow as messages become visible, and none is overlooked."""
    first, second = sorted((one, other), key=lambda person: person.pk)
    conversation, is_new = Conversation.objects.get_or_create(first=first, second=second)
    if is_new:
        pairs = ((first, second), (second, first))
        Side.objects.bulk_create(Side(conversation=conversation, person=person, other=other) for person, other in pairs)
    return Conversation.objects.select_for_update(no_key=True).get(pk=conversation.pk)


def check_is_another(person: User, other: User) -> None:
    """Raises Refused: not_yourself."""
    if person == other:
        raise Refused("not_yourself", _("You can't write to yourself."))


def _check_may_write(author: User, to: User) -> None:
    restrictions.check_not_barred(author, restrictions.Restriction.Kind.MESSAGING)
    if Block.objects.by(author).filter(blocked=to).exists():
        raise Refused("you_blocked", _("You blocked @%s. Unblock them to write.") % to.handle)
    if not may_message(author, to):
        raise Refused("cant_message", _("You can't write to @%s.") % to.handle)


def may_message(author: User, to: User) -> bool:
    """Whether `author` may write to `to`: to begin with by what `to` chose; once they have written themselves, to answer them."""
    return may_write(author, to) or (may_reach(author, to) and _has_written(to, author))


def _has_written(person: User, to: User) -> bool:
    return Message.objects.filter(author=person, conversation__sides__person=to).exists()


def _check_text(text: str, card_path: str) -> None:
    if words.is_blank(text) and not card_path:
        raise Refused("message_empty", _("A message needs words that can be seen."))
    if len(text) > LENGTH_LIMIT:
        raise Refused("message_too_long", _("A message has room for 10,000 characters."))


def _used() -> Refused:
    return Refused("client_id_used", _("This page has sent something else meanwhile. Reload it and send again."))


@transaction.atomic
def mark_read(*, side: Side, read_to: int) -> None:
    """The owner of `side` has seen what the other wrote, up to the message with the id `read_to`; it never goes back."""
    seen = (
        Message.objects.filter(conversation=side.conversation_id, author=side.other_id, pk__lte=read_to).order_by("-pk").first()
    )
    now = timezone.now()
    if seen is None or not Side.objects.filter(pk=side.pk, read_to__lt=seen.pk).update(read_to=seen.pk, read_at=now):
        return
    _tell_read(side.person, side.other, side.person, seen.pk, now)
    if may_reach(side.person, side.other):  # who is blocked is not told what is looked at
        _tell_read(side.other, side.person, side.person, seen.pk, now)


def _tell_read(hearer: User, other: User, reader: User, read_to: int, read_at: datetime) -> None:
    read = events.MessagesRead(person=str(other.pk), reader=str(reader.pk), read_to=str(read_to), read_at=in_ms(read_at))
    push.to_user(hearer.pk, read)
