"""From a handle or an id of the outside to a person to write to, to one's own side of a conversation, or to what belongs to it."""

from django.contrib.auth.models import AnonymousUser
from django.core.files.storage import default_storage
from django.db.models import Q

from apps.accounts.access import person_by_handle
from apps.accounts.models import User
from apps.core.errors import NotFound
from apps.core.ids import id_in
from apps.dms import groups
from apps.dms.models import GroupLink, Message, MessagePicture, MessageQuerySet, Side
from apps.dms.services import check_is_another
from apps.graph.access import in_sight


def person_to_write_to(viewer: User, handle: str) -> User:
    """Somebody else with this handle, whether or not `viewer` may reach them now. Raises NotFound, Refused: not_yourself."""
    person = person_by_handle(viewer, handle)
    check_is_another(viewer, person)
    return person


def people_to_add(viewer: User, handles: list[str]) -> list[User]:
    """Those with these handles, whoever they are to `viewer`. Raises NotFound."""
    return [person_by_handle(viewer, handle) for handle in handles[:100]]


def people_in_sight(viewer: User, handles: list[str]) -> list[User]:
    """The same without those of whom `viewer` may not know, for a form that is shown once more."""
    return list(User.objects.filter(in_sight(viewer), handle__in=handles[:100]).order_by("pk"))


def message_for(viewer: User, message_id: object) -> Message:
    """A message that can still be read, in one of the conversations of `viewer`. Raises NotFound."""
    message = _sent_to(viewer).visible().filter(pk=id_in(message_id) or 0).first()
    if message is None:
        raise NotFound
    return message


def message_or_tombstone(viewer: User, message_id: object) -> Message:
    """The same, or what is left of it. Raises NotFound."""
    message = _sent_to(viewer).filter(pk=id_in(message_id) or 0).first()
    if message is None:
        raise NotFound
    return message


def _sent_to(viewer: User) -> MessageQuerySet:
    return Message.objects.said().sent_to(viewer).select_related("author", "conversation", "clip", "answered__author")


def side_for(viewer: User, person: User) -> Side | None:
    """The side of `viewer` in the conversation with `person`; none before the first message."""
    return Side.objects.filter(person=viewer, other=person).select_related("conversation", "person", "other").first()


def own_side(viewer: User, handle: str) -> Side:
    """The side of `viewer` in a conversation that has begun. Raises NotFound."""
    side = side_for(viewer, person_by_handle(viewer, handle))
    if side is None:
        raise NotFound
    return side


def side_in(viewer: User, conversation_id: object) -> Side:
    """The side of `viewer` in a conversation of either kind. Raises NotFound, also once the other of two has left Linnet."""
    is_there = Q(other=None) | Q(other__is_active=True)
    sides = Side.objects.filter(is_there, person=viewer, conversation=id_in(conversation_id) or 0)
    side = sides.select_related("conversation", "person", "other").first()
    if side is None:
        raise NotFound
    return side


def side_in_group(viewer: User, conversation_id: object) -> Side:
    """The same in a group. Raises NotFound."""
    side = side_in(viewer, conversation_id)
    if side.other_id:
        raise NotFound
    return side


def side_of_keeper(viewer: User, conversation_id: object) -> Side:
    """The same in a group that `viewer` keeps. Raises NotFound."""
    side = side_in_group(viewer, conversation_id)
    if not groups.keeps(viewer, side.conversation):
        raise NotFound
    return side


def side_by_talk(viewer_id: int, talk: str) -> Side | None:
    """The side of a person in what their pages call `talk`, the id of the other or of a group with g before it."""
    where = {"conversation": id_in(talk[1:]) or 0, "other": None} if talk.startswith("g") else {"other": id_in(talk) or 0}
    return Side.objects.filter(person=viewer_id, **where).select_related("conversation", "person").first()


def link_for(viewer: User | AnonymousUser, token: str) -> GroupLink:
    """A link into a group, whether or not it still works. Raises NotFound, also where a block stands between `viewer` and who made it."""
    links = GroupLink.objects.filter(in_sight(viewer, "made_by")).select_related("group", "made_by")
    link = links.filter(token=token).first()
    if link is None:
        raise NotFound
    return link


def link_to_keep(viewer: User, conversation_id: int, link_id: int) -> GroupLink:
    """A link into a group that `viewer` keeps. Raises NotFound."""
    link = GroupLink.objects.filter(group=side_of_keeper(viewer, conversation_id).conversation_id, pk=link_id).first()
    if link is None:
        raise NotFound
    return link


def own_picture(owner: User, picture_id: object) -> MessagePicture:
    """A picture that `owner` sent and that belongs to nothing yet. Raises NotFound."""
    mine = MessagePicture.objects.filter(owner=owner, message=None, group=None)
    picture: MessagePicture | None = mine.filter(pk=id_in(picture_id) or 0).first()
    if picture is None:
        raise NotFound
    return picture


def picture_bytes(viewer: User, key: str, size: str) -> bytes:
    """What we made of a picture, as WebP, for who may read its message or is in its group, or sent it and has not used it. Raises NotFound."""
    of_message = Q(message__in=_sent_to(viewer).visible().order_by().values("pk"))
    of_group = Q(group__in=Side.objects.filter(person=viewer).values("conversation"))
    may_see = of_message | of_group | Q(owner=viewer, message=None, group=None)
    picture = MessagePicture.objects.filter(may_see, key=key, state=MessagePicture.State.READY).first()
    if picture is None or size not in picture.SIZES:
        raise NotFound
    try:
        with default_storage.open(picture.path_at(size)) as file:
            made: bytes = file.read()
    except FileNotFoundError:
        raise NotFound from None
    return made
