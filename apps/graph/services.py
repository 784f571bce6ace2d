"""Following and blocking."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from apps.accounts import limits
from apps.accounts.models import User
from apps.core import announce
from apps.core.errors import Refused
from apps.graph.access import may_reach
from apps.graph.models import Block, Follow, FollowRequest
from apps.realtime import events, push


@transaction.atomic
def follow(*, follower: User, followed: User) -> None:
    """`follower` sees on Home what `followed` posts, or asks to, if those who follow `followed` are let in one by one.

    Following and asking twice is once. Raises Refused: self_follow; you_blocked, until `follower` unblocks; cant_follow,
    without saying why. Raises TooFast past the limit on follows.
    """
    if follower == followed:
        raise Refused("self_follow", _("You can't follow yourself."))
    wait_for(follower, followed)
    followed.refresh_from_db(fields=["is_protected", "is_active"])
    if Block.objects.by(follower).filter(blocked=followed).exists():
        raise Refused("you_blocked", _("You blocked @%s. Unblock them to follow.") % followed.handle)
    if not may_reach(follower, followed):
        raise Refused("cant_follow", _("You can't follow @%s.") % followed.handle)
    if followed.is_protected:
        _ask_to_follow(follower, followed)
    elif let_follow(follower, followed):
        limits.spend(follower, "follows")
        announce.person_followed(follower_id=follower.pk, followed_id=followed.pk)


def _ask_to_follow(asker: User, asked: User) -> None:
    follows = Follow.objects.between(asker.pk, asked.pk).exists()
    if not follows and FollowRequest.objects.get_or_create(asker=asker, asked=asked)[1]:
        limits.spend(asker, "follows")
        announce.follow_requested(asker_id=asker.pk, asked_id=asked.pk)


def let_follow(follower: User, followed: User) -> bool:
    """From now on `follower` follows; whoever calls has asked whether they may, and waited for their turn. Whether that is new."""
    FollowRequest.objects.filter(asker=follower, asked=followed).delete()
    is_new = Follow.objects.get_or_create(follower=follower, followed=followed)[1]
    push.to_user(follower.pk, events.FollowsChanged())
    return is_new


@transaction.atomic
def unfollow(*, follower: User, followed: User) -> None:
    """Takes back a follow, or the request for one, if there is any."""
    wait_for(follower, followed)
    FollowRequest.objects.filter(asker=follower, asked=followed).delete()
    _end_follow(follower, followed)


@transaction.atomic
def remove_follower(*, person: User, follower: User) -> None:
    """`follower` does not follow `person` any more, and is not told. They may follow anew, or ask to."""
    wait_for(person, follower)
    _end_follow(follower, person)


def _end_follow(follower: User, followed: User) -> None:
    if Follow.objects.between(follower.pk, followed.pk).delete()[0]:
        push.to_user(follower.pk, events.FollowsChanged())


@transaction.atomic
def block(*, blocker: User, blocked: User) -> None:
    """Neither reaches the other from now on, and neither follows the other any more; blocking twice is blocking once.

    Raises Refused: self_block.
    """
    if blocker == blocked:
        raise Refused("self_block", _("You can't block yourself."))
    wait_for(blocker, blocked)
    Block.objects.get_or_create(blocker=blocker, blocked=blocked)
    for follower, followed in ((blocker, blocked), (blocked, blocker)):
        FollowRequest.objects.filter(asker=follower, asked=followed).delete()
        _end_follow(follower, followed)
    push.to_user(blocker.pk, events.BlocksChanged())
    announce.person_blocked(blocker_id=blocker.pk, blocked_id=blocked.pk)


@transaction.atomic
def unblock(*, blocker: User, blocked: User) -> None:
    """Takes back a block, if there is one. Nobody follows anybody again by that."""
    Block.objects.by(blocker).filter(blocked=blocked).delete()
    push.to_user(blocker.pk, events.BlocksChanged())


def wait_for(one: User, other: User) -> None:
    """A follow and a block of the same two people take turns: else a follow could slip past the block it did not see."""
    list(User.objects.select_for_update(no_key=True).filter(pk__in=(one.pk, other.pk)).order_by("pk"))
