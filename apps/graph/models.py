"""Who is connected with whom, and who wants nothing to do with whom."""

from typing import ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils import timezone

from apps.accounts.models import User


class FollowQuerySet(models.QuerySet["Follow"]):
    def between(self, follower_id: int, followed_id: int) -> Self:
        return self.filter(follower_id=follower_id, followed_id=followed_id)

    def by(self, person: User | AnonymousUser) -> Self:
        """Whom `person` follows."""
        return self.filter(follower_id=person.pk)


class Follow(models.Model):
    """`follower` sees what `followed` posts on Home."""

    follower = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="follows_given")
    followed = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="follows_got")
    followed_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[FollowQuerySet] = FollowQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["follower", "followed"], name="follow_once"),
            models.CheckConstraint(condition=~models.Q(follower=models.F("followed")), name="follow_others_only"),
        ]

    def __str__(self) -> str:
        return f"{self.follower} follows {self.followed}"


class BlockQuerySet(models.QuerySet["Block"]):
    def by(self, person: User | AnonymousUser) -> Self:
        """What `person` put between themselves and others."""
        return self.filter(blocker_id=person.pk)

    def of(self, person: User | AnonymousUser) -> Self:
        """What others put between themselves and `person`."""
        return self.filter(blocked_id=person.pk)

    def between(self, one: User, other: User) -> Self:
        """Whoever of the two it was."""
        return self.filter(models.Q(blocker=one, blocked=other) | models.Q(blocker=other, blocked=one))


class Block(models.Model):
    """Neither of the two reaches the other: no following, no writing, no inviting. The blocked person is not told."""

    blocker = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="blocks_given")
    blocked = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="blocks_got")
    blocked_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[BlockQuerySet] = BlockQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["blocker", "blocked"], name="block_once"),
            models.CheckConstraint(condition=~models.Q(blocker=models.F("blocked")), name="block_others_only"),
        ]

    def __str__(self) -> str:
        return f"{self.blocker} blocks {self.blocked}"
