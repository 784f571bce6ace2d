"""What the pages about messages show."""

from dataclasses import dataclass, field

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from apps.accounts.models import User
from apps.core import cards, pages
from apps.core import text as words
from apps.dms.models import Message, Side
from apps.graph.access import writable_by
from apps.graph.models import Follow

STRETCH = 40  # messages fetched at a time
_THREADS_SHOWN = 30
_PEOPLE_SHOWN = 20
_MOST_COUNTED = 100  # the badge says 99+


@dataclass(frozen=True)
class Stretch:
    """Messages, oldest first. `before` leads to older ones; `more` says that there are newer ones."""

    messages: list[Message] = field(default_factory=list)
    before: int | None = None
    more: bool = False

    @property
    def last_id(self) -> int:
        return self.messages[-1].pk if self.messages else 0


def stretch_of(side: Side | None, *, before: str | None = None) -> Stretch:
    """The newest messages of a conversation, or those before the one with the id `before`."""
    if side is None:
        return Stretch()
    page = pages.page_of(_messages_of(side), before=before, size=STRETCH)
    return Stretch(_with_cards(page.items[::-1], side.person), page.before, more=bool(before))


def stretch_after(side: Side | None, after: int) -> Stretch:
    """The next messages after the one with the id `after`."""
    if side is None:
        return Stretch()
    found = list(_messages_of(side).filter(pk__gt=after).order_by("pk")[: STRETCH + 1])
    return Stretch(_with_cards(found[:STRETCH], side.person), more=len(found) > STRETCH)


def _messages_of(side: Side) -> QuerySet[Message]:
    return Message.objects.filter(conversation=side.conversation_id).select_related("author")


def shown(message: Message, viewer: User) -> Message:
    """One message, as pages show it."""
    return _with_cards([message], viewer)[0]


def _with_cards(messages: list[Message], viewer: User) -> list[Message]:
    """The same messages, each with the `card` it shows."""
    found = cards.cards_for(viewer, (message.card_path for message in messages))
    for message in messages:
        message.card = found.get(message.card_path)  # type: ignore[attr-defined]
    return messages


@dataclass(frozen=True)
class Inbox:
    """Conversations, the one with the newest message first; `before` leads to the next ones."""

    sides: list[Side]
    before: int | None


def inbox_of(viewer: User, *, before: int = 0) -> Inbox:
    """A page of the conversations of `viewer`; with `before`, those whose last message is older than the one with that id."""
    sides = Side.objects.inbox_of(viewer).readable()
    if before:
        sides = sides.filter(conversation__last_message__lt=before)
    found = list(sides.order_by("-conversation__last_message")[: _THREADS_SHOWN + 1])
    listed = found[:_THREADS_SHOWN]
    return Inbox(listed, listed[-1].conversation.last_message_id if len(found) > _THREADS_SHOWN else None)


def unread_count(person: User | AnonymousUser) -> int:
    """How many messages `person` has not seen; it stops counting at a hundred."""
    return unread_by(person).count() if isinstance(person, User) else 0


def unread_by(person: User) -> QuerySet[Message]:
    """What is counted of them."""
    return Message.objects.unread_by(person)[:_MOST_COUNTED]


def people_for(viewer: User, query: str) -> list[User]:
    """Whom `viewer` may write to: those they wrote with last, then those they follow, then everybody else with `query` in the name."""
    latest = Side.objects.filter(person=viewer, other=OuterRef("pk")).values("conversation__last_message")
    follows = Exists(Follow.objects.by(viewer).filter(followed=OuterRef("pk")))
    people = writable_by(viewer).annotate(latest=Subquery(latest), is_followed=follows)
    if words.is_blank(query):
        return list(_nearest_first(people.filter(Q(latest__isnull=False) | Q(follows))))
    return list(_nearest_first(people.filter(pk__in=User.objects.matching(query))))


def _nearest_first(people: QuerySet[User]) -> QuerySet[User]:
    return people.order_by(F("latest").desc(nulls_last=True), F("is_followed").desc(), "handle")[:_PEOPLE_SHOWN]
