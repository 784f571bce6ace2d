"""What an archive holds of an account."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession

from apps.accounts.models import User


def account_of(person: User) -> dict[str, Any]:
    """Everything they told Linnet about themselves."""
    fields = ("handle", "name", "bio", "joined_at", "captions_consent")
    addresses = EmailAddress.objects.filter(user=person).values("email", "verified")
    return {**{field: getattr(person, field) for field in fields}, "emails": list(addresses)}


def log_ins_of(person: User) -> list[Any]:
    """Where they are logged in, as far as that is kept."""
    return list(UserSession.objects.filter(user=person).values("user_agent", "ip", "created_at", "last_seen_at"))
