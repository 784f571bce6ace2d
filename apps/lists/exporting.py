"""What an archive holds of somebody's Lists: those they made, and which of others they follow."""

from typing import Any

from apps.accounts.models import User
from apps.lists.models import List


def lists_of(person: User) -> dict[str, list[Any]]:
    own = List.objects.filter(owner=person).order_by("pk").prefetch_related("listings__person")
    followed = List.objects.visible_to(person).filter(follows__person=person).order_by("pk")
    return {"own": [_told(lst) for lst in own], "followed": list(followed.values_list("pk", flat=True))}


def _told(lst: List) -> dict[str, Any]:
    members = [listing.person.handle for listing in lst.listings.all() if listing.person.is_active]
    told = {name: getattr(lst, name) for name in ("name", "description", "is_private", "created_at")}
    return {**told, "members": members}
