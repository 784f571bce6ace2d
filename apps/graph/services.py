"""Following."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.core.errors import Refused
from apps.graph.models import Follow
from apps.realtime import events, push


@transaction.atomic
def follow(*, follower: User, followed: User) -> None:
    """`follower` sees on Home what `followed` posts; following twice is following once. Raises Refused: self_follow."""
    if follower == followed:
        raise Refused("self_follow", _("You can't follow yourself."))
    Follow.objects.get_or_create(follower=follower, followed=followed)
    push.to_user(follower.pk, events.FollowsChanged())


@transaction.atomic
def unfollow(*, follower: User, followed: User) -> None:
    """Takes back a follow, if there is one."""
    Follow.objects.between(follower.pk, followed.pk).delete()
    push.to_user(follower.pk, events.FollowsChanged())
