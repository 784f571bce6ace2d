"""The one way to end a person's ways in: sessions, sockets and signed addresses, on all processes."""

from importlib import import_module

from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.core import announce
from apps.realtime import events, push


class Reason(models.TextChoices):
    """Why; the values are names of `apps.realtime.endings.ENDINGS`, with which sockets close."""

    LOGGED_OUT = "logged_out", _("Logged out")
    PASSWORD_CHANGED = "password_changed", _("Password changed")
    SUSPENDED = "suspended", _("Suspended")
    ACCOUNT_CLOSED = "account_closed", _("Account closed")


@transaction.atomic
def revoke(*, person: User, reason: Reason, keep_session: SessionBase | None = None) -> None:
    """Ends every way in of `person` but `keep_session`, with the sockets that were opened through it.

    Rows first: the epoch makes every session invalid, also those nobody listed, and so whatever else is signed with it. Then,
    after commit, open sockets are told; one that is just being opened looks at the rows again once it listens.
    """
    User.objects.filter(pk=person.pk).update(access_epoch=models.F("access_epoch") + 1)
    person.refresh_from_db(fields=["access_epoch", "password"])
    # The letter that proves an address names no more than its row: an address that a thief added must not be proved later.
    EmailAddress.objects.filter(user=person, verified=False).delete()
    kept = keep_session.session_key if keep_session else None
    listed = UserSession.objects.filter(user=person).exclude(session_key=kept or "")
    Session.objects.filter(session_key__in=listed.values("session_key")).delete()
    listed.delete()
    if keep_session:
        keep_session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        keep_session.save()
    push.to_user(person.pk, events.AccessRevoked(reason, events.log_in_of(keep_session) if keep_session else None))
    announce.log_in_ended(person_id=person.pk)


@transaction.atomic
def end_log_in(*, listed: UserSession) -> None:
    """Ends one log-in, chosen from the list, with its sockets."""
    session = import_module(settings.SESSION_ENGINE).SessionStore(listed.session_key)
    push.to_user(listed.user_id, events.SignedOut(events.log_in_of(session), Reason.LOGGED_OUT))
    listed.end()
    announce.log_in_ended(person_id=listed.user_id)


class EndsOtherLogIns:
    """A "password validator" that refuses none: Django tells it of every changed password, by whatever page or command."""

    def validate(self, password: str, user: User | None = None) -> None: ...

    def get_help_text(self) -> str:
        return ""

    def password_changed(self, password: str, user: User) -> None:
        """Whoever changed it themselves stays in, here. A new account has nothing to end yet."""
        if User.objects.filter(pk=user.pk, last_login__isnull=False).exists():
            revoke(person=user, reason=Reason.PASSWORD_CHANGED, keep_session=_own_session(user))


def _own_session(person: User) -> SessionBase | None:
    request = context.request
    is_own = request is not None and request.user.is_authenticated and request.user.pk == person.pk
    return request.session if is_own else None
