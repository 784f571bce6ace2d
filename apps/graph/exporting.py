"""What an archive holds of somebody's relations: those they chose, never who blocked them."""

from apps.accounts.models import User
from apps.graph.models import Block, Follow


def relations_of(person: User) -> dict[str, list[str]]:
    """Handles."""
    return {
        "following": list(Follow.objects.by(person).values_list("followed__handle", flat=True)),
        "blocked": list(Block.objects.by(person).values_list("blocked__handle", flat=True)),
    }
