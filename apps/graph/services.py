"""Following and blocking."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.core.errors import Refused
from apps.graph.access import may_reach
from apps.graph.models import Block, Follow
from apps.realtime import events, push


@transaction.atomic
def follow(*, follower: User, followed: User) -> None:
    """`follower` sees on Home what `followed` posts; following twice is following once.

    Raises Refused: self_follow; you_blocked, until `follower` unblocks; cant_follow, without saying why.
    """
    if follower == followed:
        raise Refused("self_follow", _("You can't follow yourself."))
    _wait_for(follower, followed)
    if Block.objects.by(follower).filter(blocked=followed).exists():
        raise Refused("you_blocked", _("You blocked @%s. Unblock them to follow.") % followed.handle)
    if not may_reach(follower, followed):
        raise Refused("cant_follow", _("You can't follow @%s.") % followed.handle)
    Follow.objects.get_or_create(follower=follower, followed=followed)
    push.to_user(follower.pk, events.FollowsChanged())


@transaction.atomic
def unfollow(*, follower: User, followed: User) -> None:
    """Takes back a follow, if there is one."""
    Follow.objects.between(follower.pk, followed.pk).delete()
    push.to_user(follower.pk, events.FollowsChanged())


@transaction.atomic
def block(*, blocker: User, blocked: User) -> None:
    """Neither reaches the other from now on, and neither follows the other any more; blocking twice is blocking once.

    Raises Refused: self_block.
    """
    if blocker == blocked:
        raise Refused("self_block", _("You can't block yourself."))
    _wait_for(blocker, blocked)
    Block.objects.get_or_create(blocker=blocker, blocked=blocked)
    for follower, followed in ((blocker, blocked), (blocked, blocker)):
        if Follow.objects.between(follower.pk, followed.pk).delete()[0]:
            push.to_user(follower.pk, events.FollowsChanged())


def unblock(*, blocker: User, blocked: User) -> None:
    """Takes back a block, if there is one. Nobody follows anybody again by that."""
    Block.objects.by(blocker).filter(blocked=blocked).delete()


def _wait_for(one: User, other: User) -> None:
    """A follow and a block of the same two people take turns: else a follow could slip past the block it did not see."""
    list(User.objects.select_for_update(no_key=True).filter(pk__in=(one.pk, other.pk)).order_by("pk"))
