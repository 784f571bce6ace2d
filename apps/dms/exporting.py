"""What an archive holds of somebody's messages: what they wrote. What others wrote to them is others'."""

from typing import Any

from apps.accounts.models import User
from apps.dms.models import Message, Reaction, Side


def messages_by(person: User) -> list[Any]:
    """Oldest first, each with the handle of whom it went to, or the group."""
    others = dict(Side.objects.filter(person=person).values_list("conversation", "other__handle"))
    written = Message.objects.filter(author=person).said().select_related("conversation").order_by("pk")
    return [
        {
            "id": message.pk,
            "to": others.get(message.conversation_id),
            "group": message.conversation_id if message.conversation.is_group else None,
            "text": message.text,
            "card_path": message.card_path,
            "answers": message.answered_id,
            "pictures": message.picture_count,
            "voice": message.clip_id,
            "sent_at": message.sent_at,
            "deleted_at": message.deleted_at,
        }
        for message in written
    ]


def reactions_by(person: User) -> list[Any]:
    given = Reaction.objects.filter(person=person).order_by("pk")
    return [{"message": one.message_id, "emoji": one.emoji, "reacted_at": one.reacted_at} for one in given]


def groups_of(person: User) -> list[Any]:
    """Those they are in."""
    sides = Side.objects.filter(person=person, other=None).select_related("conversation").order_by("pk")
    return [{"id": side.conversation_id, "name": side.conversation.name, "muted_at": side.muted_at} for side in sides]
