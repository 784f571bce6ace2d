"""Groups: how they are made, who comes in and goes, what they are called.

Anybody in a group may add people, under the same rule by which they may write to them, name it and choose its picture. Its **keeper** is who
has been in it longest: they hand out links, answer who knocks, and may remove somebody.

Two people between whom there is a block never share a group. Nobody is added to one in which such a person is, and is not told who it is.
Where a block comes later, whoever blocks leaves the groups they share, for else a block would be a means to throw others out; but out of a
group that they keep themselves the other one goes. The group reads that somebody left, and not why.
"""

from collections.abc import Iterable, Sequence
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts import limits, restrictions
from apps.accounts.models import User
from apps.accounts.picture_line import withdraw
from apps.core import text as words
from apps.core.errors import Refused
from apps.core.ids import new_id
from apps.dms import pictures, telling
from apps.dms.models import GROUP_NAME_LIMIT, MOST_MEMBERS, Conversation, Knock, Message, MessagePicture, Side
from apps.dms.turns import add_message, left, turn_in
from apps.graph.access import may_write
from apps.graph.models import Block, Follow

_Notice = Message.Notice

# ---- Coming and going ------------------------------------------------------------------------------------------------


def make_group(*, maker: User, people: Sequence[User], name: str = "", made_as: UUID | None = None) -> Conversation:
    """A group of `maker` and `people`; those who don't follow `maker` find it among their requests. Sent twice, it is one.

    Raises Refused: group_empty, group_full, group_name_too_long; cant_add, without saying whom and why; restricted. Raises TooFast.
    """
    made_as = made_as or uuid4()
    try:
        return _made_once(maker, people, name, made_as)
    except IntegrityError:  # at the same moment, from another tab
        return Conversation.objects.get(made_by=maker, made_as=made_as)


@transaction.atomic
def _made_once(maker: User, people: Sequence[User], name: str, made_as: UUID) -> Conversation:
    if earlier := Conversation.objects.filter(made_by=maker, made_as=made_as).first():
        return earlier
    others = [person for person in dict.fromkeys(people) if person != maker]
    if not others:
        raise Refused("group_empty", _("Choose whom the group is for."))
    group = Conversation.objects.create(name=_checked_name(name), made_by=maker, made_as=made_as)
    Side.objects.create(conversation=group, person=maker, accepted_at=timezone.now())
    _let_in(group, maker, others)
    message = _note(group, maker, _Notice.MADE)
    telling.tell_sent(message)
    return group


@transaction.atomic
def add_people(*, adder: User, group: Conversation, people: Iterable[User]) -> None:
    """They see what is said from now on. Who is in it already stays as they are. Raises Refused and TooFast as `make_group` does, and left_group."""
    group = turn_in(group.pk)
    _check_is_in(adder, group)
    present = set(group.sides.values_list("person_id", flat=True))
    newcomers = [person for person in dict.fromkeys(people) if person.pk not in present]
    _let_in(group, adder, newcomers)
    for person in newcomers:
        telling.tell_sent(_note(group, adder, _Notice.ADDED, person))
    telling.tell_conversation(group.sides.select_related("conversation"))


def _let_in(group: Conversation, adder: User, people: Sequence[User]) -> None:
    restrictions.check_not_barred(adder, restrictions.Restriction.Kind.MESSAGING)
    if group.sides.count() + len(people) > MOST_MEMBERS:
        raise group_full()
    if not all(may_write(adder, person) for person in people) or are_kept_apart(group, [person.pk for person in people]):
        raise Refused("cant_add", _("Not everybody whom you chose can be added to this group."))
    follow = set(Follow.objects.filter(follower__in=people, followed=adder).values_list("follower_id", flat=True))
    for person in people:
        limits.spend(adder, "gatherings")
        enter(group, person, is_accepted=person.pk in follow)


def are_kept_apart(group: Conversation, newcomers: Sequence[int]) -> bool:
    """Whether there is a block between two of those who would be in the group together."""
    together = {*newcomers, *group.sides.values_list("person_id", flat=True)}
    return Block.objects.filter(blocker__in=together, blocked__in=together).exists()


def enter(group: Conversation, person: User, *, is_accepted: bool) -> Side:
    """From now on they are in it; whoever calls has the turn, and has asked whether they may."""
    # Not by `last_message`: where none is known, all that was ever said would be theirs to read.
    so_far = group.messages.order_by("-pk").values_list("pk", flat=True).first() or new_id()
    accepted_at = timezone.now() if is_accepted else None
    Knock.objects.filter(group=group, person=person).delete()
    return Side.objects.create(conversation=group, person=person, since=so_far, read_to=so_far, accepted_at=accepted_at)


@transaction.atomic
def leave_group(*, person: User, group: Conversation) -> None:
    """They read it no more; what they said stays. A group without people is gone."""
    group = turn_in(group.pk)
    _check_is_in(person, group)
    _let_go(group, person, _note(group, person, _Notice.LEFT))


@transaction.atomic
def remove_person(*, keeper: User, group: Conversation, person: User) -> None:
    """By no link do they come back; by being added they do. Raises Refused: not_keeper, not_yourself, left_group."""
    group = turn_in(group.pk)
    check_keeps(keeper, group)
    if person == keeper:
        raise Refused("not_yourself", _("You can leave the group, but not remove yourself."))
    if group.sides.filter(person=person).exists():
        _let_go(group, person, _note(group, keeper, _Notice.REMOVED, person))


def was_removed(group: Conversation, person: User) -> bool:
    """Whether the keeper removed them, and nobody added them since."""
    told = group.messages.filter(about=person, notice__in=(_Notice.ADDED, _Notice.REMOVED)).order_by("-pk").first()
    return told is not None and told.notice == _Notice.REMOVED


def _let_go(group: Conversation, person: User, message: Message) -> None:
    for side in group.sides.filter(person=person):
        telling.tell_over(side)
        side.delete()
    # What a keeper handed out ends with them.
    group.links.filter(made_by=person, revoked_at=None).update(revoked_at=timezone.now())
    telling.tell_sent(message)
    telling.tell_conversation(group.sides.select_related("conversation"))
    if not group.sides.exists():
        group.delete()


def part(blocker_id: int, blocked_id: int) -> None:
    """Out of each group that the two share one of them goes."""
    shared = Conversation.objects.filter(first=None, sides__person=blocker_id).filter(sides__person=blocked_id)
    for group in shared:
        part_in(group)


def part_in(group: Conversation) -> None:
    """The same for all who are in one, where nobody heard of a block, or it came while somebody joined. Raises Refused: left_group."""
    if are_kept_apart(group, ()):
        _part_the_blocked(group)


@transaction.atomic
def _part_the_blocked(group: Conversation) -> None:
    group = turn_in(group.pk)
    people = list(group.sides.values_list("person_id", flat=True))
    for block in Block.objects.filter(blocker__in=people, blocked__in=people).select_related("blocker", "blocked"):
        keeper = keeper_of(group)
        goes = block.blocked if keeper and keeper.person_id == block.blocker_id else block.blocker
        if group.sides.filter(person__in=(block.blocker, block.blocked)).count() == 2:
            _let_go(group, goes, _note(group, goes, _Notice.LEFT))


# ---- The keeper ------------------------------------------------------------------------------------------------------


def keeper_of(group: Conversation) -> Side | None:
    """Who has been in it longest, of those who let it in and have not left Linnet."""
    return group.sides.accepted().filter(person__is_active=True).order_by("pk").select_related("person").first()


def keeps(person: User, group: Conversation) -> bool:
    keeper = keeper_of(group)
    return keeper is not None and keeper.person_id == person.pk


def knocks_at(group: Conversation) -> QuerySet[Knock]:
    """Who would like to come in, the first one first. For its keeper alone."""
    return group.knocks.filter(declined_at=None, person__is_active=True).order_by("pk")


def check_keeps(person: User, group: Conversation) -> None:
    """Raises Refused: not_keeper."""
    if not keeps(person, group):
        raise Refused("not_keeper", _("Only who has been in this group longest can do that."))


# ---- What it is called -----------------------------------------------------------------------------------------------


@transaction.atomic
def name_group(*, person: User, group: Conversation, name: str) -> None:
    """Empty, it is called by its people again. Counts as a message.

    Raises Refused: group_name_too_long, left_group, restricted. Raises TooFast.
    """
    group = turn_in(group.pk)
    _check_may_change(person, group)
    name = _checked_name(name)
    if name == group.name:
        return
    limits.spend(person, "messages")
    Conversation.objects.filter(pk=group.pk).update(name=name)
    telling.tell_sent(_note(group, person, _Notice.NAMED, text=name))
    telling.tell_conversation(group.sides.select_related("conversation"))


@transaction.atomic
def picture_group(*, person: User, group: Conversation, picture_id: object) -> None:
    """A picture that `person` sent stands for the group; without one, none does. Counts as a message.

    Raises Refused: picture_unknown, picture_not_ready, left_group, restricted. Raises TooFast.
    """
    group = turn_in(group.pk)
    _check_may_change(person, group)
    chosen = pictures.chosen_by(person, [picture_id]) if picture_id else []
    withdraw(MessagePicture.objects.filter(group=group))
    for picture in chosen:
        picture.group, picture.attached_at = group, timezone.now()
        picture.save(update_fields=["group", "attached_at"])
    limits.spend(person, "messages")
    Conversation.objects.filter(pk=group.pk).update(picture=chosen[0].key if chosen else "")
    telling.tell_sent(_note(group, person, _Notice.PICTURED))
    telling.tell_conversation(group.sides.select_related("conversation"))


def _check_may_change(person: User, group: Conversation) -> None:
    """All read what it is called: to change that is to write."""
    _check_is_in(person, group)
    restrictions.check_not_barred(person, restrictions.Restriction.Kind.MESSAGING)


def _checked_name(name: str) -> str:
    name = " ".join(words.cleaned(name).split())
    if len(name) > GROUP_NAME_LIMIT:
        raise Refused("group_name_too_long", _("The name of a group has room for %d characters.") % GROUP_NAME_LIMIT)
    return "" if words.is_blank(name) else name


# ---- All of them -----------------------------------------------------------------------------------------------------


def note_joined(group: Conversation, person: User) -> None:
    """Somebody came by a link; whoever calls has the turn."""
    telling.tell_sent(_note(group, person, _Notice.JOINED))
    telling.tell_conversation(group.sides.select_related("conversation"))


def _note(group: Conversation, author: User, notice: str, about: User | None = None, text: str = "") -> Message:
    return add_message(group, author=author, notice=notice, about=about, text=text, client_id=uuid4())


def _check_is_in(person: User, group: Conversation) -> None:
    if not group.sides.filter(person=person).exists():
        raise left()


def group_full() -> Refused:
    return Refused("group_full", _("A group has room for %d people.") % MOST_MEMBERS)


def part_with(person: User) -> None:
    """Before `person` is deleted: groups in which nobody else is go with them, the others do without their picture and their last message."""
    for side in Side.objects.filter(person=person, other=None).select_related("conversation"):
        if not side.conversation.sides.exclude(person=person).exists():
            side.conversation.delete()
    theirs = MessagePicture.objects.filter(owner=person).values("key")
    Conversation.objects.filter(picture__in=theirs).update(picture="")
    ending = Conversation.objects.filter(first=None, last_message__author=person).order_by("pk")
    for group in ending.select_for_update(no_key=True, of=("self",)):
        newest = group.messages.exclude(author=person).order_by("-pk").first()
        Conversation.objects.filter(pk=group.pk).update(last_message=newest)
