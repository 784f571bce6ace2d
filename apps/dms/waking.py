"""A message wakes the browsers of whom it is for."""

from apps.accounts.models import User
from apps.dms.models import Message
from apps.graph.models import Mute
from apps.notifications import pushing


def wake(person: User, message: Message) -> None:
    """For `message` to `person`. What may be shown of it is theirs to say."""
    path = f"/messages/{message.author.handle}/"
    pushing.wish_for_message(person=person, actor=message.author, path=path, about=message.words)


def has_unread(person: User, actor: User | None, _path: str) -> bool:
    """Whether something of `actor` waits that `person` wants to hear of."""
    if actor is None or Mute.objects.by(person).filter(muted=actor).exists():
        return False
    return Message.objects.visible().unread_by(person).filter(author=actor).exists()
