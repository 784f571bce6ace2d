"""What an archive holds of notifications: what happened and when, not who did it, for that is theirs."""

from typing import Any

from apps.accounts.models import User


def notifications_of(person: User) -> list[Any]:
    return list(person.notifications.order_by("pk").values("kind", "path", "happened_at", "read_at"))
