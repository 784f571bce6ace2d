"""What somebody whom one does not follow writes waits as a request. Who wrote learns nothing until it is let in."""

from django.db import transaction
from django.utils import timezone

from apps.accounts.models import User
from apps.dms import groups, telling
from apps.dms.models import Side
from apps.dms.turns import turn_in


def accept(*, side: Side) -> None:
    """From now on it stands among the conversations, and the others see what was read; accepting twice is once."""
    if Side.objects.filter(pk=side.pk, accepted_at=None).update(accepted_at=timezone.now()):
        telling.tell_conversation([side])


def accept_from(follower_id: int, followed_id: int) -> None:
    """Who follows somebody lets in what they wrote."""
    waiting = Side.objects.filter(person=follower_id, other=followed_id, accepted_at=None)
    for side in waiting.select_related("conversation"):
        accept(side=side)


@transaction.atomic
def delete(*, side: Side) -> None:
    """All that was said so far is gone for the owner of `side`, and for nobody else; out of a group they go.

    What is said later begins it anew: as a request, if it was one.
    """
    if side.other_id is None:
        return groups.leave_group(person=side.person, group=side.conversation)
    last = turn_in(side.conversation_id).last_message_id or 0
    Side.objects.filter(pk=side.pk).update(since=last, read_to=last)
    return telling.tell_conversation([side])


def mute(*, side: Side, is_muted: bool) -> None:
    """A muted conversation wakes nobody and counts nowhere; it stays where it is."""
    Side.objects.filter(pk=side.pk).update(muted_at=timezone.now() if is_muted else None)
    telling.tell_conversation([side])


def waiting_for(person: User) -> int:
    """How many requests there are."""
    return Side.objects.inbox_of(person).requests().count()
