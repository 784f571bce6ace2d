"""Who is told what happens in a conversation: their open pages, and if it is news to them their browsers."""

from collections.abc import Iterable

from apps.accounts.models import User
from apps.core.ids import id_in
from apps.dms.models import Conversation, Message, Side
from apps.graph.access import in_sight, may_reach
from apps.graph.models import Mute
from apps.notifications import pushing
from apps.realtime import events, push

# ---- Open pages ------------------------------------------------------------------------------------------------------


def tell_sent(message: Message) -> None:
    """Everybody's pages; and whom it is news to and has let the conversation in, it wakes."""
    for side in _sides_of(message.conversation):
        sent = events.MessageSent(message=str(message.pk), talk=side.talk, author=str(message.author_id))
        push.to_user(side.person_id, sent)
        if side.person_id != message.author_id and side.accepted_at and not side.muted_at:
            _wake(side, message)


def tell_changed(message: Message) -> None:
    """A reaction, or that it is gone."""
    for side in _sides_of(message.conversation):
        push.to_user(side.person_id, events.MessageChanged(message=str(message.pk), talk=side.talk))


def tell_conversation(sides: Iterable[Side]) -> None:
    """Something about the conversation itself, or their place in it, is not as it was."""
    for side in sides:
        push.to_user(side.person_id, events.ConversationChanged(talk=side.talk))


def tell_over(side: Side) -> None:
    """The owner of `side` is in the group no more."""
    push.to_user(side.person_id, events.ConversationChanged(talk=side.talk, is_over=True))


def receipts_for(reader: Side) -> list[Side]:
    """Whom it is told what the owner of `reader` has read: nobody until they let the conversation in, nor who does not show it themselves,
    nor anybody between whom and them there is a block."""
    if not (reader.accepted_at and reader.person.shows_reading):
        return []
    others = Side.objects.filter(conversation=reader.conversation_id, person__shows_reading=True, accepted_at__isnull=False)
    told = others.exclude(person=reader.person_id).select_related("person")
    return [side for side in told if reader.other_id is None or may_reach(reader.person, side.person)]


def typed_in(side: Side) -> None:
    """The owner of `side` is writing; who can't hear from them, or has not let the conversation in, is told nothing."""
    if not (side.accepted_at and side.person.is_active):
        return
    others = side.conversation.sides.filter(in_sight(side.person, "person"), accepted_at__isnull=False)
    for other in others.exclude(person=side.person_id).order_by("pk"):
        push.to_user(other.person_id, events.PersonTyped(talk=other.talk, person=side.person.name))


def _sides_of(conversation: Conversation) -> list[Side]:
    return list(conversation.sides.select_related("person", "conversation").order_by("pk"))


# ---- Browsers that are woken -----------------------------------------------------------------------------------------


def _wake(side: Side, message: Message) -> None:
    """What may be shown of it is theirs to say."""
    path = f"/messages/{message.author.handle}/" if side.other_id else side.get_absolute_url()
    pushing.wish_for_message(person=side.person, actor=message.author, path=path, about=message.words)


def has_unread_of(person: User, actor: User | None, _path: str) -> bool:
    """Whether something of `actor` waits between the two that `person` wants to hear of."""
    return _waits(person, actor, conversation__first__isnull=False)


def has_unread_in_group(person: User, actor: User | None, path: str) -> bool:
    """The same in the group at `path`."""
    return _waits(person, actor, conversation=id_in(path.strip("/").rpartition("/")[2]) or 0)


def _waits(person: User, actor: User | None, **where: object) -> bool:
    if actor is None or Mute.objects.by(person).filter(muted=actor).exists():
        return False
    return Message.objects.unread_by(person).filter(author=actor, **where).exists()
