"""Who may join: everybody, whoever is approved, or whoever holds an invitation code."""

from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.models import JoinCode, JoinCodeUse, JoinRequest, SiteSettings, User
from apps.core.errors import Refused

SignUp = SiteSettings.SignUp
PASSKEY_TAKES = timedelta(hours=1)  # at most, from the name to the finger on the key


def sign_up() -> SignUp:
    """How people join now: as the site's settings say, or else as SIGN_UP does."""
    chosen = SiteSettings.objects.values_list("sign_up", flat=True).first()
    return SignUp(chosen or settings.SIGN_UP)


@transaction.atomic
def ask_to_join(*, person: User, reason: str) -> JoinRequest:
    """Switches a new account off until somebody approves it."""
    person.is_active = False
    person.save(update_fields=["is_active"])
    return JoinRequest.objects.create(person=person, reason=reason)


@transaction.atomic
def approve(*, request: JoinRequest, by: User) -> None:
    """Lets somebody in; approving twice is approving once."""
    if JoinRequest.objects.filter(pk=request.pk, approved_at=None).update(approved_at=timezone.now(), approved_by=by):
        User.objects.filter(pk=request.person_id, suspended_at=None, closed_at=None).update(is_active=True)


@transaction.atomic
def decline(*, request: JoinRequest) -> None:
    """Deletes an account that never was one. One that was approved meanwhile stays."""
    waiting = JoinRequest.objects.select_for_update().filter(pk=request.pk, approved_at=None).select_related("person").first()
    if waiting:
        waiting.person.delete()


def is_waiting(person: User) -> bool:
    """Whether they asked to join and nobody has approved it yet."""
    return JoinRequest.objects.filter(person=person, approved_at=None).exists()


@transaction.atomic
def join_by_code(*, person: User, code: str) -> None:
    """Counts `person` on an invitation code; one use is one person's, whoever comes at the same moment.

    Raises Refused: `code_unknown`, alike for one that never was, is used up, has expired or was taken back.
    """
    found = JoinCode.objects.working().filter(code=code)
    if not found.update(used_count=models.F("used_count") + 1):
        raise unknown_code()
    JoinCodeUse.objects.create(code=JoinCode.objects.get(code=code), person=person)


def await_passkey(*, person: User) -> None:
    """Notes that a new account, which has no password, waits for the passkey of its person."""
    person.passkey_awaited_at = timezone.now()
    person.save(update_fields=["passkey_awaited_at"])


def passkey_made(*, person: User) -> None:
    """The account is somebody's now."""
    User.objects.filter(pk=person.pk).update(passkey_awaited_at=None)


@transaction.atomic
def sweep_unfinished() -> int:
    """Deletes accounts whose passkey never came, so that their handles and invitation codes are free again; how many there were."""
    unfinished = User.objects.filter(passkey_awaited_at__lt=timezone.now() - PASSKEY_TAKES, authenticator=None)
    for person in list(unfinished):
        JoinCode.objects.filter(uses__person=person).update(used_count=models.F("used_count") - 1)
        person.delete()
    return len(unfinished)


def unknown_code() -> Refused:
    return Refused("code_unknown", _("This code opens nothing (any more). Ask whoever gave it to you for another."))
