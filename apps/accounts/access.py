"""The only door for a handle that comes from outside."""

from django.contrib.auth.models import AnonymousUser

from apps.accounts.models import User
from apps.core.errors import NotFound


def person_by_handle(viewer: User | AnonymousUser, handle: str) -> User:
    """The person with this handle, in whatever case. Raises NotFound, also for somebody `viewer` may not see."""
    is_one = handle.isascii() and handle.replace("_", "").isalnum()
    person = User.objects.filter(handle__iexact=handle, is_active=True).first() if is_one else None
    if person is None:
        raise NotFound
    return person
