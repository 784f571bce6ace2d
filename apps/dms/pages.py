"""What the pages about messages show."""

from dataclasses import dataclass, field

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, F, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery

from apps.accounts.models import User
from apps.core import pages
from apps.core import text as words
from apps.core.counting import Total, counted
from apps.core.ids import LARGEST, id_in
from apps.dms import shared, word_index
from apps.dms.models import REACTIONS, Message, MessageQuerySet, Reaction, Side
from apps.dms.pictures import with_pictures
from apps.dms.talks import Talk, talks_of
from apps.graph.access import in_sight, writable_by
from apps.graph.models import Follow

STRETCH = 40  # messages fetched at a time
_THREADS_SHOWN = 30
_PEOPLE_SHOWN = 20
_MOST_COUNTED = 100  # the badge says 99+
_MOST_FOUND = 20
# How many messages are looked at, one step after the other, for a page of those that the reader sees.
_STEPS = (_MOST_FOUND + 1, 120, 480, 1920, 3840)
_MOST_LOOKED_THROUGH = 400  # conversations, the newest

# ---- A stretch of a conversation -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Stretch:
    """Messages, oldest first. `before` leads to older ones, `after` to newer ones; `more` says that there are newer ones."""

    messages: list[Message] = field(default_factory=list)
    before: int | None = None
    more: bool = False

    @property
    def last_id(self) -> int:
        return self.messages[-1].pk if self.messages else 0

    @property
    def after(self) -> int | None:
        return self.last_id if self.more else None


def stretch_of(side: Side | None, *, before: str | None = None) -> Stretch:
    """The newest messages of a conversation, or those before the one with the id `before`."""
    if side is None:
        return Stretch()
    page = pages.page_of(_messages_of(side), before=before, size=STRETCH)
    return Stretch(_dressed(page.items[::-1], side), page.before, more=bool(before))


def stretch_after(side: Side | None, after: int) -> Stretch:
    """The next messages after the one with the id `after`."""
    if side is None:
        return Stretch()
    found = list(_messages_of(side, after).order_by("pk")[: STRETCH + 1])
    return Stretch(_dressed(found[:STRETCH], side), before=found[0].pk if found else None, more=len(found) > STRETCH)


def stretch_around(side: Side | None, message_id: int) -> Stretch:
    """The messages around one, which may be gone: half of them up to it, half after it."""
    if side is None:
        return Stretch()
    half = STRETCH // 2
    until = list(_messages_of(side).filter(pk__lte=message_id).order_by("-pk")[: half + 1])
    since = list(_messages_of(side, message_id).order_by("pk")[: half + 1])
    shown = [*reversed(until[:half]), *since[:half]]
    return Stretch(_dressed(shown, side), shown[0].pk if len(until) > half else None, more=len(since) > half)


def _messages_of(side: Side, after: int = 0) -> MessageQuerySet:
    """With what few messages have fetched apart, where one has it: PostgreSQL plans a join of all for longer than it reads."""
    answered = Prefetch("answered", Message.objects.select_related("author"))
    return Message.objects.shown_to(side, after=after).select_related("author").prefetch_related("about", "clip", answered)


def shown(message: Message, side: Side) -> Message:
    """One message, as pages show it."""
    return _dressed([message], side)[0]


def _dressed(messages: list[Message], side: Side) -> list[Message]:
    """The same messages, each with its `card`, its `shown_pictures`, its `told_reactions` and whether what it answers `can_be_quoted`."""
    shared.with_cards(messages, side.person)
    with_pictures(messages)
    quotable = _quotable(messages, side)
    for message in messages:
        message.can_be_quoted = message.answered_id in quotable  # type: ignore[attr-defined]
    return _with_reactions(messages, side.person)


def _quotable(messages: list[Message], side: Side) -> set[int]:
    """The ids of what these answer, as far as the owner of `side` sees it themselves; one query."""
    answered = [message.answered_id for message in messages if message.answered_id]
    seen = Message.objects.shown_to(side).visible().filter(pk__in=answered)
    return set(seen.values_list("pk", flat=True)) if answered else set()


def _with_reactions(messages: list[Message], viewer: User) -> list[Message]:
    """Each of `REACTIONS` that somebody in sight chose, with how many did and whether `viewer` is one of them; one query."""
    visible = Reaction.objects.filter(in_sight(viewer, "person"), message__in=[message.pk for message in messages])
    given = list(visible.values_list("message", "emoji", "person")) if messages else []
    for message in messages:
        mine = [(emoji, person) for message_id, emoji, person in given if message_id == message.pk]
        counts = ((emoji, [person for other, person in mine if other == emoji]) for emoji in REACTIONS)
        message.told_reactions = [(emoji, len(people), viewer.pk in people) for emoji, people in counts if people]  # type: ignore[attr-defined]
    return messages


# ---- Who has read ----------------------------------------------------------------------------------------------------


def readers_of(side: Side | None) -> list[Side]:
    """The sides of the others, of which the owner of `side` may know how far they have read: both show it, and those have let it in."""
    if side is None or not side.person.shows_reading:
        return []
    others = Side.objects.filter(in_sight(side.person, "person"), conversation=side.conversation_id)
    others = others.filter(person__shows_reading=True, accepted_at__isnull=False).exclude(person=side.person_id)
    return list(others.select_related("person").order_by("read_at"))


# ---- The inbox -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Inbox:
    """Conversations, the one with the newest message first; `before` leads to the next ones. Each talk's side has its
    `unread_count`, and `shows_last` if the last message is one that its owner sees."""

    talks: list[Talk]
    before: int | None

    @property
    def sides(self) -> list[Side]:
        return [talk.side for talk in self.talks if talk.side]


def inbox_of(viewer: User, *, before: int = 0) -> Inbox:
    """A page of the conversations of `viewer`; with `before`, those whose last message is older than the one with that id."""
    return _listed(viewer, Side.objects.inbox_of(viewer).accepted(), before)


def requests_of(viewer: User, *, before: int = 0) -> Inbox:
    """The same of what they have not let in."""
    return _listed(viewer, Side.objects.inbox_of(viewer).requests(), before)


def _listed(viewer: User, sides: QuerySet[Side], before: int) -> Inbox:
    if before:
        sides = sides.filter(conversation__last_message__lt=before)
    rows = sides.select_related("other", "conversation__last_message__author")
    rows = rows.prefetch_related("conversation__last_message__about")
    last = Message.objects.seen_by(viewer).filter(pk=OuterRef("conversation__last_message"))
    found: list[Side] = list(rows.annotate(shows_last=Exists(last)).order_by("-conversation__last_message")[: _THREADS_SHOWN + 1])
    listed = found[:_THREADS_SHOWN]
    for side in listed:
        side.person = viewer
    _count_unread(viewer, listed)
    more = listed[-1].conversation.last_message_id if len(found) > _THREADS_SHOWN else None
    return Inbox(talks_of(viewer, listed), more)


def _count_unread(viewer: User, sides: list[Side]) -> None:
    """How many messages of each are unread; it stops counting at a hundred. One query for all."""
    waiting = [side for side in sides if (side.conversation.last_message_id or 0) > side.read_to]
    news = [_unread_in(side, viewer) for side in waiting]
    counts = dict(zip((side.pk for side in waiting), counted(*news), strict=True)) if news else {}
    for side in sides:
        side.unread_count = counts.get(side.pk, 0)  # type: ignore[attr-defined]


def _unread_in(side: Side, viewer: User) -> MessageQuerySet:
    unread = Message.objects.filter(conversation=side.conversation_id, pk__gt=side.read_to)
    return unread.counted_for(viewer)[:_MOST_COUNTED]


def unread_count(person: User | AnonymousUser) -> int:
    """How many messages `person` has not seen; a hundred stand for more."""
    return min(counted(unread_by(person))[0], _MOST_COUNTED) if isinstance(person, User) else 0


def unread_by(person: User) -> Total:
    """What adds up to that. Counted for each conversation in which something may be unread, so that the database goes straight there: a join
    would have it look through all that was said. Of each it stops at a hundred, for this is asked on every page."""
    sides = Side.objects.inbox_of(person).accepted().filter(muted_at=None, conversation__last_message__gt=F("read_to"))
    unread = Message.objects.filter(conversation=OuterRef("conversation"), pk__gt=OuterRef("read_to")).counted_for(person)
    each = unread.values("pk")[:_MOST_COUNTED]
    count = Subquery(each, IntegerField(), template="(SELECT count(*) FROM (%(subquery)s) AS unread)")
    return Total(sides.annotate(unread_count=count), "unread_count")


# ---- What is found ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Found:
    """Messages with the words that were looked for, newest first, each with its `talk`; `before` leads to older ones."""

    messages: list[Message]
    before: int | None


def found_by(viewer: User, query: str, *, inside: Side | None = None, before: object = None) -> Found:
    """In one conversation, or in all that `viewer` let in.

    It leads on only from a message that `viewer` sees: the id of another would tell which words were said before they came.
    """
    by_conversation = {side.conversation_id: side for side in ([inside] if inside else _looked_through(viewer))}
    since = min((side.since for side in by_conversation.values()), default=0)
    edge = id_in(before) or LARGEST
    seen: list[Message] = []
    for step in _STEPS:
        ids = word_index.found(query, [*by_conversation], since=since, before=edge, limit=step)
        seen += _found_among(ids, viewer)[: _MOST_FOUND + 1 - len(seen)]
        if len(seen) > _MOST_FOUND or len(ids) < step:
            break
        edge = ids[-1]
    is_more = len(seen) > _MOST_FOUND or len(ids) == step
    shown = _with_talks(seen[:_MOST_FOUND], viewer, by_conversation)
    return Found(shown, shown[-1].pk if shown and is_more else None)


def _found_among(ids: list[int], viewer: User) -> MessageQuerySet:
    """Those of them that `viewer` sees, newest first."""
    mine = {"conversation__sides__person": viewer, "pk__gt": F("conversation__sides__since")}
    seen = Message.objects.visible().said().seen_by(viewer).filter(pk__in=ids, **mine)
    return seen.select_related("author", "clip").order_by("-pk")


def _with_talks(messages: list[Message], viewer: User, by_conversation: dict[int, Side]) -> list[Message]:
    """The same messages, each with its `talk`."""
    sides = [by_conversation[conversation_id] for conversation_id in {message.conversation_id for message in messages}]
    talks = {talk.side.conversation_id: talk for talk in talks_of(viewer, sides) if talk.side}
    for message in messages:
        message.talk = talks[message.conversation_id]  # type: ignore[attr-defined]
    return messages


def _looked_through(viewer: User) -> QuerySet[Side]:
    sides = Side.objects.inbox_of(viewer).accepted().select_related("conversation", "person", "other")
    return sides.order_by("-conversation__last_message")[:_MOST_LOOKED_THROUGH]


# ---- Whom to write to ------------------------------------------------------------------------------------------------


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
