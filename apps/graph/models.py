"""Who is connected with whom, and who wants nothing to do with whom."""

from typing import ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils import timezone

from apps.accounts.models import User

MUTED_WORDS_LIMIT = 100  # characters


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


class FollowRequest(models.Model):
    """`asker` would like to follow `asked`, who lets only some people in."""

    asker = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="follow_requests_made")
    asked = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="follow_requests_got")
    asked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["asker", "asked"], name="follow_request_once"),
            models.CheckConstraint(condition=~models.Q(asker=models.F("asked")), name="ask_others_only"),
        ]

    def __str__(self) -> str:
        return f"{self.asker} asks to follow {self.asked}"


class MuteQuerySet(models.QuerySet["Mute"]):
    def by(self, person: User | AnonymousUser) -> Self:
        """Whom `person` does not want to hear."""
        return self.filter(muter_id=person.pk)


class Mute(models.Model):
    """`muter` is spared what `muted` says, wherever it would come by itself. Nobody else notices."""

    muter = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mutes_given")
    muted = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    muted_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[MuteQuerySet] = MuteQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["muter", "muted"], name="mute_once"),
            models.CheckConstraint(condition=~models.Q(muter=models.F("muted")), name="mute_others_only"),
        ]

    def __str__(self) -> str:
        return f"{self.muter} mutes {self.muted}"


class MutedWordQuerySet(models.QuerySet["MutedWord"]):
    def of(self, person: User | AnonymousUser) -> Self:
        """Those that hold now."""
        return self.filter(models.Q(until=None) | models.Q(until__gt=timezone.now()), person_id=person.pk)


class MutedWord(models.Model):
    """A word, phrase or hashtag that `person` does not want to meet on Home, among their notifications, or on both."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="muted_words")
    words = models.CharField(max_length=MUTED_WORDS_LIMIT)
    on_home = models.BooleanField(default=True)
    in_notifications = models.BooleanField(default=True)
    until = models.DateTimeField(null=True, blank=True)
    muted_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[MutedWordQuerySet] = MutedWordQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "words"], name="muted_word_once")]

    def __str__(self) -> str:
        return f"{self.person} mutes {self.words!r}"


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
