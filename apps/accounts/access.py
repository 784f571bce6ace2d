"""The only door for handles, for the names of pictures, and for ids of what belongs to an account, that come from outside."""

from allauth.usersessions.models import UserSession
from django.contrib.auth.models import AnonymousUser
from django.core.files.storage import default_storage

from apps.accounts.models import HANDLE_LIMIT, Archive, OldHandle, Picture, User
from apps.core.errors import NotFound
from apps.core.ids import id_in


def _is_handle(handle: str) -> bool:
    return len(handle) <= HANDLE_LIMIT and handle.isascii() and handle.replace("_", "").isalnum()


def person_by_handle(viewer: User | AnonymousUser, handle: str) -> User:
    """The person with this handle, in whatever case. Raises NotFound, also for somebody `viewer` may not see."""
    person = User.objects.filter(handle__iexact=handle, is_active=True).first() if _is_handle(handle) else None
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


def person_once_called(viewer: User | AnonymousUser, handle: str) -> User:
    """Who had this handle until they chose another, while it is kept from others. Raises NotFound, as `person_by_handle` does."""
    old = OldHandle.objects.kept().filter(handle__iexact=handle).select_related("person").first() if _is_handle(handle) else None
    if old is None:
        raise NotFound
    return person_by_handle(viewer, old.person.handle)


def picture_kind(kind: str) -> Picture.Kind:
    """Raises NotFound."""
    if kind not in Picture.Kind.values:
        raise NotFound
    return Picture.Kind(kind)


def picture_bytes(key: str, width: int) -> bytes:
    """What we made of a picture, as WebP. Raises NotFound, also for one that was replaced or whose person is gone; nobody gets an original."""
    picture = Picture.objects.filter(key=key, state=Picture.State.READY, person__is_active=True).first()
    if picture is None or width not in [size[0] for size in picture.sizes]:
        raise NotFound
    try:
        with default_storage.open(picture.path_at(width)) as file:
            made: bytes = file.read()
    except FileNotFoundError:
        raise NotFound from None
    return made
