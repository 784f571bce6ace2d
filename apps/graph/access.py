"""Who may reach and see whom: the one home of the question, whatever it is that would travel between two people."""

from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from apps.accounts.access import person_by_handle
from apps.accounts.models import Circle, User
from apps.core.errors import NotFound
from apps.core.ids import id_in
from apps.graph.models import Block, Follow, FollowRequest, MutedWord

Viewer = User | AnonymousUser

_written: list[Callable[[User, User], bool]] = []

# ---- Seeing ----------------------------------------------------------------------------------------------------------


def in_sight(viewer: Viewer, person: str = "") -> Q:
    """What `viewer` may know of: nothing of people who have left, of those they blocked, or of those who blocked them.

    `person` is the way from the filtered rows to the person, such as "author"; "" for people themselves.
    """
    key, start = person or "pk", f"{person}__" if person else ""
    blocked, blocking = Block.objects.by(viewer).values("blocked"), Block.objects.of(viewer).values("blocker")
    return Q(**{f"{start}is_active": True}) & ~Q(**{f"{key}__in": blocked}) & ~Q(**{f"{key}__in": blocking})


def open_to(viewer: Viewer, person: str = "") -> Q:
    """What `viewer` may read of what people say: of the protected only what they follow, and their own. `person` as above."""
    key, start = person or "pk", f"{person}__" if person else ""
    followed = Follow.objects.by(viewer).values("followed")
    is_open = Q(**{f"{start}is_protected": False}) | Q(**{key: viewer.pk}) | Q(**{f"{key}__in": followed})
    return in_sight(viewer, person) & is_open


def is_open_to(viewer: Viewer, person: User) -> bool:
    """Whether `viewer` may read what `person` says, and whom they follow; what `open_to` says of many, said of one."""
    return User.objects.filter(open_to(viewer), pk=person.pk).exists()


def readers_of(person: User) -> QuerySet[User]:
    """Everybody who may read what `person` says; what `is_open_to` says of one, said of all."""
    if not person.is_active:
        return User.objects.none()
    readers = User.objects.filter(in_sight(person))  # a block goes both ways
    followers = Follow.objects.filter(followed=person).values("follower")
    return readers.filter(Q(pk=person.pk) | Q(pk__in=followers)) if person.is_protected else readers


def person_in_sight(viewer: Viewer, handle: str) -> User:
    """The person with this handle. Raises NotFound, also where a block stands between the two, whoever set it."""
    person = person_by_handle(viewer, handle)
    if not User.objects.filter(in_sight(viewer), pk=person.pk).exists():
        raise NotFound
    return person


def person_open_to(viewer: Viewer, handle: str) -> User:
    """The person with this handle, if `viewer` may read what they say. Raises NotFound."""
    person = person_by_handle(viewer, handle)
    if not is_open_to(viewer, person):
        raise NotFound
    return person


def request_to(asked: User, handle: str) -> FollowRequest:
    """The request to follow `asked` by the person with this handle. Raises NotFound."""
    asker = person_in_sight(asked, handle)
    request = FollowRequest.objects.select_related("asker", "asked").filter(asker=asker, asked=asked).first()
    if request is None:
        raise NotFound
    return request


def own_muted_word(person: User, muted_word_id: object) -> MutedWord:
    """Words that `person` mutes. Raises NotFound, also for somebody else's."""
    muted_word = MutedWord.objects.filter(person=person, pk=id_in(muted_word_id) or 0).first()
    if muted_word is None:
        raise NotFound
    return muted_word


# ---- Reaching --------------------------------------------------------------------------------------------------------


def may_reach(sender: User, person: User) -> bool:
    """Whether anything may go from `sender` to `person`: a follow, a message, an invitation. Nobody reaches themselves."""
    if sender == person or not (sender.is_active and person.is_active):
        return False
    return not Block.objects.between(sender, person).exists()


def may_write(sender: User, person: User) -> bool:
    """Whether `sender` may write to `person`: to begin with by what `person` chose; once they have written themselves, to answer them."""
    if not may_reach(sender, person):
        return False
    return _is_in_circle(person.messages_from, sender, person) or any(has_written(person, sender) for has_written in _written)


def register_writing(has_written: Callable[[User, User], bool]) -> None:
    """`has_written(person, to)`: whether `person` has written to `to` in private, of which a later app knows."""
    _written.append(has_written)


def may_invite(host: User, person: User) -> bool:
    """Whether `host` may invite `person` to a stage."""
    return may_reach(host, person) and _is_in_circle(person.invites_from, host, person)


def reachable_by(sender: Viewer) -> QuerySet[User]:
    """Everybody whom `sender` may reach; what `may_reach` says of one, said of all."""
    return User.objects.filter(in_sight(sender)).exclude(pk=sender.pk or 0)


def writable_by(sender: Viewer) -> QuerySet[User]:
    """Everybody with whom `sender` may begin a conversation; what `may_write` says of one before anybody wrote, said of all."""
    following = Follow.objects.filter(followed_id=sender.pk).values("follower")
    wants = Q(messages_from=Circle.EVERYONE) | Q(messages_from=Circle.FOLLOWED, pk__in=following)
    return reachable_by(sender).filter(wants)


def _is_in_circle(circle: str, sender: User, person: User) -> bool:
    if circle == Circle.FOLLOWED:
        return Follow.objects.between(person.pk, sender.pk).exists()
    return circle == Circle.EVERYONE
