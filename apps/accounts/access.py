"""The only door for a handle that comes from outside, and for ids of what belongs to an account."""

from allauth.usersessions.models import UserSession
from django.contrib.auth.models import AnonymousUser

from apps.accounts.models import Archive, User
from apps.core.errors import NotFound
from apps.core.ids import id_in


def person_by_handle(viewer: User | AnonymousUser, handle: str) -> User:
    """The person with this handle, in whatever case. Raises NotFound, also for somebody `viewer` may not see."""
    is_one = handle.isascii() and handle.replace("_", "").isalnum()
    person = User.objects.filter(handle__iexact=handle, is_active=True).first() if is_one else None
    if person is None:
        raise NotFound
    return person


def own_archive(viewer: User, archive_id: int) -> Archive:
    """An archive of `viewer` that is ready. Raises NotFound."""
    found = viewer.archives.filter(pk=id_in(archive_id) or 0, state=Archive.State.READY).first()
    if found is None:
        raise NotFound
    return found


def own_log_in(viewer: User, log_in_id: int) -> UserSession:
    """One of the log-ins of `viewer`. Raises NotFound."""
    found = UserSession.objects.filter(user=viewer, pk=id_in(log_in_id) or 0).first()
    if found is None:
        raise NotFound
    return found
