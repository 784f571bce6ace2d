"""Making Lists, filling them, following those of others."""

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.accounts import limits, restrictions
from apps.accounts.models import User
from apps.core import text as words
from apps.core.errors import NotFound, Refused
from apps.graph.access import may_reach
from apps.graph.services import wait_for
from apps.lists.models import DESCRIPTION_LIMIT, MOST_LISTS, MOST_MEMBERS, NAME_LIMIT, List, ListFollow, Listing
from apps.notifications import services as notifications
from apps.notifications.models import Notification


@transaction.atomic
def create_list(*, owner: User, name: str, description: str = "", is_private: bool = False) -> List:
    """Makes an empty List. Raises Refused: restricted; name_empty, name_too_long, description_too_long; too_many_lists."""
    restrictions.check_not_barred(owner, restrictions.Restriction.Kind.FROZEN)
    told = {"name": _good_name(name), "description": _good_description(description), "is_private": is_private}
    User.objects.select_for_update(no_key=True).get(pk=owner.pk)  # one at a time, so that they are counted right
    if List.objects.filter(owner=owner).count() >= MOST_LISTS:
        raise Refused("too_many_lists", _("You have %d Lists already. Delete one first.") % MOST_LISTS)
    return List.objects.create(owner=owner, **told)


@transaction.atomic
def change_list(*, lst: List, name: str, description: str, is_private: bool) -> None:
    """What is made private nobody follows any more, and nobody is told of it; what is made public those in it are told of. Whose it is
    was checked by `access.own_list`.

    Raises Refused: restricted; name_empty, name_too_long, description_too_long.
    """
    restrictions.check_not_barred(lst.owner, restrictions.Restriction.Kind.FROZEN)
    told = {"name": _good_name(name), "description": _good_description(description), "is_private": is_private}
    was_private = _take_turn(lst).is_private
    List.objects.filter(pk=lst.pk).update(**told)
    if was_private and not is_private:
        _tell_members(List.objects.get(pk=lst.pk))
    if is_private:
        ListFollow.objects.filter(list=lst).delete()
        notifications.forget(path=lst.get_absolute_url())


@transaction.atomic
def delete_list(*, lst: List) -> None:
    """It is gone, for its followers too. Whose it is was checked by `access.own_list`."""
    notifications.forget(path=lst.get_absolute_url())
    lst.delete()


@transaction.atomic
def add_to_list(*, lst: List, person: User) -> None:
    """Adding twice is adding once. Who comes into a public List is told. Whose it is was checked by `access.own_list`.

    Raises Refused: restricted; cant_list where one blocked the other; list_full; TooFast. Raises NotFound if it was deleted meanwhile.
    """
    restrictions.check_not_barred(lst.owner, restrictions.Restriction.Kind.FROZEN)
    wait_for(lst.owner, person)  # or a block that is set at this moment would not be seen
    lst = _take_turn(lst)
    if person != lst.owner and not may_reach(lst.owner, person):
        raise Refused("cant_list", _("You can't add this person to a List."))
    if Listing.objects.filter(list=lst, person=person).exists():
        return
    if Listing.objects.filter(list=lst).count() >= MOST_MEMBERS:
        raise Refused("list_full", _("A List has room for %d people. Remove somebody first.") % MOST_MEMBERS)
    limits.spend(lst.owner, "listings")
    Listing.objects.create(list=lst, person=person)
    if not lst.is_private:
        _tell(person, lst)


def _tell_members(lst: List) -> None:
    for listing in lst.listings.filter(person__is_active=True).exclude(person=lst.owner).select_related("person"):
        _tell(listing.person, lst)


def _tell(person: User, lst: List) -> None:
    kind = Notification.Kind.LISTED
    notifications.notify(person=person, actor=lst.owner, kind=kind, path=lst.get_absolute_url(), about=lst.name)


@transaction.atomic
def remove_from_list(*, lst: List, person: User) -> None:
    """By its owner, or by `person`, who leaves; nobody is told."""
    if Listing.objects.filter(list=lst, person=person).delete()[0]:
        notifications.take_back(person=person, actor=lst.owner, kind=Notification.Kind.LISTED, path=lst.get_absolute_url())


@transaction.atomic
def follow_list(*, person: User, lst: List) -> None:
    """`person` may see it (`access.list_for`). Following twice is following once.

    Raises Refused: own_list; too_many_lists. Raises NotFound if it was deleted or made private meanwhile.
    """
    if lst.owner_id == person.pk:
        raise Refused("own_list", _("This is your own List: it stands among yours already."))
    wait_for(lst.owner, person)
    if not List.objects.visible_to(person).filter(pk=_take_turn(lst).pk).exists():
        raise NotFound
    if ListFollow.objects.filter(person=person).exclude(list=lst).count() >= MOST_LISTS:
        raise Refused("too_many_lists", _("You follow %d Lists already. Unfollow one first.") % MOST_LISTS)
    ListFollow.objects.get_or_create(list=lst, person=person)


def unfollow_list(*, person: User, lst: List) -> None:
    """Takes it back."""
    ListFollow.objects.filter(list=lst, person=person).delete()


@transaction.atomic
def keep_apart(blocker_id: int, blocked_id: int) -> None:
    """Neither is in a List of the other any more, nor follows one."""
    for owner_id, person_id in ((blocker_id, blocked_id), (blocked_id, blocker_id)):
        theirs = Q(list__owner=owner_id, person=person_id)
        Listing.objects.filter(theirs).delete()
        ListFollow.objects.filter(theirs).delete()


def _take_turn(lst: List) -> List:
    """Nobody else changes it, or who is in it, until the transaction ends. Raises NotFound if it is gone."""
    held = List.objects.select_for_update(no_key=True, of=("self",)).select_related("owner").filter(pk=lst.pk).first()
    if held is None:
        raise NotFound
    return held


def _good_name(given: str) -> str:
    name = _one_line(given)
    if not name:
        raise Refused("name_empty", _("Give the List a name."))
    if len(name) > NAME_LIMIT:
        raise Refused("name_too_long", _("The name of a List has at most %d characters.") % NAME_LIMIT)
    return name


def _good_description(given: str) -> str:
    description = _one_line(given)
    if len(description) > DESCRIPTION_LIMIT:
        raise Refused("description_too_long", _("The description of a List has at most %d characters.") % DESCRIPTION_LIMIT)
    return description


def _one_line(given: str) -> str:
    line = " ".join(words.without_hidden(words.cleaned(given)).split())
    return "" if words.is_blank(line) else line
