"""Shutting somebody out, and letting them back in. For those who run the site."""

from django.db import transaction
from django.utils import timezone

from apps.accounts.models import JoinRequest, User
from apps.accounts.revoking import Reason, revoke
from apps.core import announce

SHUT_OUT = "shut_out"  # in a session: the id of who is suspended and proved who they are; it opens their notices and nothing else


@transaction.atomic
def suspend(*, person: User) -> None:
    """Nobody sees `person` any more and they are out at once, everywhere; suspending twice is suspending once."""
    if User.objects.filter(pk=person.pk, suspended_at=None).update(is_active=False, suspended_at=timezone.now()):
        person.refresh_from_db(fields=["is_active", "suspended_at"])
        revoke(person=person, reason=Reason.SUSPENDED)
        announce.account_suspended(person_id=person.pk)


def reinstate(*, person: User) -> None:
    """Takes a suspension back. Whoever had closed their account stays away until they log in, whoever waits to be let in waits on."""
    User.objects.filter(pk=person.pk).update(suspended_at=None)
    waiting = JoinRequest.objects.filter(approved_at=None).values("person")
    User.objects.filter(pk=person.pk, closed_at=None).exclude(pk__in=waiting).update(is_active=True)
    person.refresh_from_db(fields=["is_active", "suspended_at"])
