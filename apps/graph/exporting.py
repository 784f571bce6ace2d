"""What an archive holds of somebody's relations: those they chose, never who blocked them."""

from apps.accounts.models import User
from apps.graph.models import Block, Follow, FollowRequest, Mute, MutedWord


def relations_of(person: User) -> dict[str, list[str]]:
    """Handles, and words."""
    return {
        "following": list(Follow.objects.by(person).values_list("followed__handle", flat=True)),
        "asked_to_follow": list(FollowRequest.objects.filter(asker=person).values_list("asked__handle", flat=True)),
        "blocked": list(Block.objects.by(person).values_list("blocked__handle", flat=True)),
        "muted": list(Mute.objects.by(person).values_list("muted__handle", flat=True)),
        "muted_words": list(MutedWord.objects.of(person).values_list("words", flat=True)),
    }
