"""Links into a group: its keeper makes and revokes them, whoever holds one comes in by it, or knocks if it needs approval."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts import limits, restrictions
from apps.accounts.models import User
from apps.core.errors import NotFound, Refused
from apps.core.links import check_terms, end_of
from apps.dms import groups, telling
from apps.dms.models import MOST_MEMBERS, Conversation, GroupLink, Knock
from apps.dms.turns import turn_in

MOST_LINKS = 10  # that work, into one group


@transaction.atomic
def make_link(
    *, keeper: User, group: Conversation, needs_approval: bool, lifetime: timedelta | None, most_uses: int | None
) -> GroupLink:
    """A link that works for `lifetime` (None: until it is revoked) and for `most_uses` people (None: any number).

    Raises Refused: not_keeper, lifetime_out_of_range, uses_out_of_range, too_many_links.
    """
    group = turn_in(group.pk)  # one at a time, so that they are counted right
    groups.check_keeps(keeper, group)
    check_terms(lifetime, most_uses, at_most=MOST_MEMBERS)
    if group.links.working().count() >= MOST_LINKS:
        raise Refused("too_many_links", _("This group has %d links that work. Revoke one before you make another.") % MOST_LINKS)
    return GroupLink.objects.create(
        group=group, made_by=keeper, needs_approval=needs_approval, expires_at=end_of(lifetime), most_uses=most_uses
    )


@transaction.atomic
def use_link(*, person: User, link: GroupLink) -> bool:
    """Lets `person` in, or lets them knock. Whether they are in now. A person counts once, however often they come.

    Raises Refused: what `fault_of` answers; restricted. Raises TooFast past the limit on gatherings.
    """
    group = turn_in(link.group_id)  # one person at a time
    link.refresh_from_db(fields=["used_count", "revoked_at", "needs_approval"])
    if group.sides.filter(person=person).exists():
        return True
    if fault := fault_of(link, person):
        raise fault
    restrictions.check_not_barred(person, restrictions.Restriction.Kind.MESSAGING)
    link.count(person)
    if link.needs_approval:
        _knock(group, person)
        return False
    limits.spend(person, "gatherings")
    groups.enter(group, person, is_accepted=True)
    groups.note_joined(group, person)
    return True


def fault_of(link: GroupLink, person: User | None) -> Refused | None:
    """Why this link lets `person` (None: somebody not signed in) not in: `link_revoked`, `link_expired`, `link_used_up`, `group_full`,
    `cant_join`, without saying why. None if it does."""
    if link.revoked_at:
        return Refused("link_revoked", _("This link was taken back."))
    if link.is_expired:
        return Refused("link_expired", _("This link has expired."))
    if link.uses_left == 0 and not link.was_used_by(person):
        return Refused("link_used_up", _("As many people as it was made for have used this link."))
    if person and (groups.was_removed(link.group, person) or groups.are_kept_apart(link.group, [person.pk])):
        return Refused("cant_join", _("You can't join this group."))
    if link.group.sides.count() >= MOST_MEMBERS:
        return groups.group_full()
    return None


# ---- Knocking --------------------------------------------------------------------------------------------------------


def _knock(group: Conversation, person: User) -> None:
    """Who was declined may knock as often as they like: nobody hears it."""
    _knock, is_new = Knock.objects.get_or_create(group=group, person=person)
    keeper = groups.keeper_of(group)
    if is_new and keeper:
        telling.tell_conversation([keeper])


@transaction.atomic
def answer(*, keeper: User, group: Conversation, knock_id: int, is_welcome: bool) -> None:
    """Lets in who knocked, or not, which they are not told. Raises NotFound, Refused: not_keeper, group_full, cant_join."""
    group = turn_in(group.pk)
    groups.check_keeps(keeper, group)
    knock = group.knocks.filter(pk=knock_id, declined_at=None).select_related("person").first()
    if knock is None:
        raise NotFound
    if not is_welcome:
        Knock.objects.filter(pk=knock.pk).update(declined_at=timezone.now())
        return
    if group.sides.count() >= MOST_MEMBERS:
        raise groups.group_full()
    if not knock.person.is_active or groups.are_kept_apart(group, [knock.person_id]):
        raise Refused("cant_join", _("They can't join this group any more."))
    groups.enter(group, knock.person, is_accepted=True)
    groups.note_joined(group, knock.person)
