"""What an archive holds of somebody's messages: what they wrote. What others wrote to them is others'."""

from typing import Any

from apps.accounts.models import User
from apps.dms.models import Message, Side


def messages_by(person: User) -> list[Any]:
    """Oldest first, each with the handle of whom it went to."""
    others = dict(Side.objects.filter(person=person).values_list("conversation", "other__handle"))
    written = Message.objects.filter(author=person).order_by("pk")
    return [
        {
            "id": message.pk,
            "to": others.get(message.conversation_id),
            "text": message.text,
            "card_path": message.card_path,
            "sent_at": message.sent_at,
        }
        for message in written
    ]
