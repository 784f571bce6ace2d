"""Turns in a conversation: one writer at a time, so that ids grow in the order in which messages become visible."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.core.errors import Refused
from apps.core.ids import new_id
from apps.dms.models import Conversation, Message, Side
from apps.graph.models import Follow


def turn_in_pair(one: User, other: User) -> Conversation:
    """The conversation of the two, one writer at a time: so ids grow as messages become visible, and none is overlooked.

    If it is new, `one` has let it in, and so has `other` if they follow `one`; else it waits among their requests.
    """
    first, second = sorted((one, other), key=lambda person: person.pk)
    conversation, is_new = Conversation.objects.get_or_create(first=first, second=second)
    if is_new:
        now = timezone.now()
        accepted = {one.pk: now, other.pk: now if Follow.objects.between(other.pk, one.pk).exists() else None}
        pairs = ((first, second), (second, first))
        Side.objects.bulk_create(
            Side(conversation=conversation, person=person, other=another, accepted_at=accepted[person.pk])
            for person, another in pairs
        )
    return turn_in(conversation.pk)


def turn_in(conversation_id: int) -> Conversation:
    """The same of a conversation that is there. Raises Refused: left_group, once nobody is left in it."""
    conversation = Conversation.objects.select_for_update(no_key=True).filter(pk=conversation_id).first()
    if conversation is None:
        raise left()
    return conversation


def left() -> Refused:
    return Refused("left_group", _("You are not in this group any more."))


def add_message(conversation: Conversation, **fields: object) -> Message:
    """A row more, newest of all; whoever calls has the turn in `conversation`."""
    newest = max(new_id(), (conversation.last_message_id or 0) + 1)  # clocks of several machines differ
    message: Message = conversation.messages.create(id=newest, **fields)
    conversation.last_message = message
    Conversation.objects.filter(pk=conversation.pk).update(last_message=message)
    return message
