"""What an archive holds of notifications: what happened and when, not who did it, for that is theirs."""

from typing import Any

from django.forms import model_to_dict

from apps.accounts.models import User
from apps.notifications import preferences


def notifications_of(person: User) -> list[Any]:
    return list(person.notifications.order_by("pk").values("kind", "path", "happened_at", "read_at"))


def preferences_of(person: User) -> dict[str, Any]:
    return model_to_dict(preferences.preferences_of(person), exclude=["person"])
