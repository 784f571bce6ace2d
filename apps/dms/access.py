"""From a handle of the outside to a person to write to, or to one's own side of a conversation."""

from apps.accounts.access import person_by_handle
from apps.accounts.models import User
from apps.core.errors import NotFound
from apps.dms.models import Message, Side
from apps.dms.services import check_is_another


def person_to_write_to(viewer: User, handle: str) -> User:
    """Somebody else with this handle, whether or not `viewer` may reach them now. Raises NotFound, Refused: not_yourself."""
    person = person_by_handle(viewer, handle)
    check_is_another(viewer, person)
    return person


def message_for(viewer: User, message_id: int) -> Message:
    """A message in one of the conversations of `viewer`. Raises NotFound."""
    messages = Message.objects.visible().filter(conversation__sides__person=viewer)
    message = messages.select_related("author", "conversation").filter(pk=message_id).first()
    if message is None:
        raise NotFound
    return message


def side_for(viewer: User, person: User) -> Side | None:
    """The side of `viewer` in the conversation with `person`; none before the first message."""
    return Side.objects.filter(person=viewer, other=person).select_related("conversation").first()


def own_side(viewer: User, handle: str) -> Side:
    """The side of `viewer` in a conversation that has begun. Raises NotFound."""
    side = side_for(viewer, person_by_handle(viewer, handle))
    if side is None:
        raise NotFound
    return side
