"""Leaving: an account is closed at once, may be opened again for 30 days, and then is deleted with all it has."""

import time
from datetime import timedelta

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts import halfway
from apps.accounts.models import User
from apps.accounts.revoking import Reason, revoke
from apps.core import announce, belongings
from apps.core.errors import Refused

KEPT = timedelta(days=30)  # Twitter's figure
_BACK = "may_come_back"
_COMING = "coming_back"
_BACK_SECONDS = 900  # to say that you want to be back, after you proved who you are


@transaction.atomic
def close_account(*, person: User) -> None:
    """Nobody sees `person` any more and they are out everywhere; closing twice is closing once."""
    if User.objects.filter(pk=person.pk, closed_at=None).update(is_active=False, closed_at=timezone.now()):
        person.refresh_from_db(fields=["is_active", "closed_at"])
        revoke(person=person, reason=Reason.ACCOUNT_CLOSED)
        announce.account_closed(person_id=person.pk)


def reopen_account(*, person: User) -> None:
    """All is as it was. Raises Refused: `account_gone` when it is too late, or somebody else has shut it too."""
    still_kept = User.objects.filter(pk=person.pk, closed_at__gt=timezone.now() - KEPT, suspended_at=None)
    if not still_kept.update(is_active=True, closed_at=None):
        raise Refused("account_gone", _("This account can't be opened again."))
    person.refresh_from_db(fields=["is_active", "closed_at"])


def delete_closed_accounts() -> int:
    """Deletes those whose 30 days are over, but not whom those who run the site have suspended: they decide. Returns how many."""
    gone = User.objects.filter(closed_at__lte=timezone.now() - KEPT, suspended_at=None)
    for person in list(gone):
        delete_account(person=person)
    return len(gone)


@transaction.atomic
def delete_account(*, person: User) -> None:
    """Every row of `person`, and after commit every file."""
    revoke(person=person, reason=Reason.ACCOUNT_CLOSED)
    announce.account_closed(person_id=person.pk)
    files = belongings.files_of(person)
    belongings.part_with(person)
    person.delete()
    for file in files:
        transaction.on_commit(file.delete, robust=True)


def remember_who_is_back(request: HttpRequest, person: User) -> None:
    """They proved who they are: for a while they may say that they want to be back."""
    request.session[_BACK] = [person.pk, time.time()]


def who_is_back(request: HttpRequest) -> User | None:
    """Whoever proved a while ago that a closed account is theirs."""
    person_id, at = request.session.get(_BACK, (None, 0))
    if time.time() - at > _BACK_SECONDS:
        return None
    person = User.objects.filter(pk=person_id, closed_at__isnull=False, suspended_at=None).first()
    return person if person and halfway.holds(request, person) else None


def come_back(request: HttpRequest, person: User) -> None:
    """They said that they want to be back. The account opens at the end of their log-in, which may have further steps."""
    request.session[_COMING] = person.pk


def is_coming_back(request: HttpRequest, person: User) -> bool:
    """Whether this log-in is to open a closed account again."""
    return person.may_come_back and request.session.get(_COMING) == person.pk
