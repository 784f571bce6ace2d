"""What an archive holds of an account."""

from collections.abc import Iterator
from typing import Any

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.core.files.storage import default_storage

from apps.accounts.models import Picture, User
from apps.core.belongings import StoredFile

_TOLD = (
    *("handle", "name", "bio", "location", "link", "joined_at", "captions_consent"),
    *("is_protected", "replies_from", "messages_from", "invites_from", "hides_presence", "shows_reading"),
)


def account_of(person: User) -> dict[str, Any]:
    """Everything they told Linnet about themselves."""
    addresses = EmailAddress.objects.filter(user=person).values("email", "verified")
    old = person.old_handles.values_list("handle", flat=True)
    return {**{field: getattr(person, field) for field in _TOLD}, "emails": list(addresses), "old_handles": list(old)}


def log_ins_of(person: User) -> list[Any]:
    """Where they are logged in, as far as that is kept."""
    return list(UserSession.objects.filter(user=person).values("user_agent", "ip", "created_at", "last_seen_at"))


def pictures_of(person: User) -> Iterator[StoredFile]:
    """What stands for them, as large as it is kept; no original is."""
    for picture in Picture.objects.filter(person=person, state=Picture.State.READY):
        width, _height = picture.sizes[0]
        yield StoredFile(default_storage, picture.path_at(width), f"{picture.kind}.webp")
