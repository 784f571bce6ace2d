"""A conversation as one person's pages show it, whether it is one of two or a group."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.dms.models import Conversation, Side

_NAMED = 3  # people by whom a group without a name is called


@dataclass
class Talk:
    """`side` is that of `viewer`, none before the first message to `person`. `people` are the others in a group, or the first few."""

    viewer: User
    side: Side | None
    person: User | None = None
    people: list[User] = field(default_factory=list)
    people_count: int = 0  # all who are in a group

    @property
    def is_group(self) -> bool:
        return self.person is None

    @property
    def group(self) -> Conversation | None:
        return self.side.conversation if self.side and self.is_group else None

    @property
    def key(self) -> str:
        """As events name it (`Side.talk`)."""
        return str(self.person.pk) if self.person else str(self.side and self.side.talk)

    @property
    def url(self) -> str:
        return (
            reverse("conversation", args=[self.person.handle]) if self.person else str(self.side and self.side.get_absolute_url())
        )

    @property
    def read_url(self) -> str:
        if self.person:
            return reverse("read_messages", args=[self.person.handle])
        return reverse("read_group", args=[self.side.conversation_id]) if self.side else ""

    @property
    def name(self) -> str:
        if self.person:
            return self.person.name
        return (self.side and self.side.conversation.name) or named_by(self.people)

    @property
    def is_request(self) -> bool:
        return self.side is not None and self.side.accepted_at is None

    @property
    def picture(self) -> str:
        """The address of what stands for a group; empty if nothing does."""
        return picture_address(self.side.conversation.picture) if self.side else ""


def picture_address(key: str) -> str:
    return (
        f"/said/pictures/{key}/small.webp" if key else ""
    )  # as urls.py has it; `reverse` would cost a list more than its rows do


def named_by(people: list[User]) -> str:
    """What a group without a name is called, by its others."""
    names = [person.name for person in people[:_NAMED]]
    if not names:
        return _("Only you")
    return ", ".join(names) + (" …" if len(people) > _NAMED else "")


def talk_with(viewer: User, person: User, side: Side | None) -> Talk:
    return Talk(viewer, side, person)


def talk_in(viewer: User, side: Side) -> Talk:
    """Of a side of either kind."""
    return talks_of(viewer, [side])[0]


def talks_of(viewer: User, sides: list[Side]) -> list[Talk]:
    """The conversations of these sides, in their order; one query for the people of all groups."""
    groups = [side.conversation_id for side in sides if side.other_id is None]
    people: dict[int, list[User]] = defaultdict(list)
    if groups:
        for row in Side.objects.filter(conversation__in=groups).select_related("person").order_by("pk"):
            people[row.conversation_id].append(row.person)
    found = []
    for side in sides:
        inside = people[side.conversation_id]
        others = [person for person in inside if person.pk != viewer.pk]
        found.append(Talk(viewer, side, side.other, others, len(inside)))
    return found
