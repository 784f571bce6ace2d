"""Why somebody was disturbed, grouped: one row for what happened to one thing, one more for each person who did it."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.core.ids import new_id
from apps.graph.access import in_sight
from apps.graph.models import Mute

ABOUT_LIMIT = 140  # characters of what it is about


class NotificationQuerySet(models.QuerySet["Notification"]):
    def shown_to(self, person: User) -> Self:
        """Those of `person`, without what only people did whom they do not want to meet any more."""
        return self.filter(
            models.Exists(Cause.objects.shown_to(person).filter(notification=models.OuterRef("pk"))), person=person
        )

    def unread(self) -> Self:
        return self.filter(read_at=None)


class Notification(models.Model):
    """Something happened to `person`, or to what lies at `path`; while it is unread, the same from others joins it."""

    class Kind(models.TextChoices):
        FOLLOW = "follow", _("Follows you")
        FOLLOW_REQUEST = "follow_request", _("Asks to follow you")
        FOLLOW_ACCEPTED = "follow_accepted", _("Lets you follow")
        LIKE = "like", _("Likes your Tweet")
        MENTION = "mention", _("Mentions you")
        REPLY = "reply", _("Replies to you")
        RETWEET = "retweet", _("Retweets you")
        QUOTE = "quote", _("Quotes you")
        POLL_ENDED = "poll_ended", _("A poll is over")
        NOT_POSTED = "not_posted", _("A scheduled Tweet was not posted")
        LISTED = "listed", _("Adds you to a List")
        SPACE_STARTED = "space_started", _("Opened a Space")

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=15, choices=Kind)
    path = models.CharField(max_length=200)  # where it leads, an address of ours
    about = models.CharField(max_length=ABOUT_LIMIT, blank=True)
    happened_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[NotificationQuerySet] = NotificationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "path"], condition=models.Q(read_at=None), name="unread_notification_once"
            )
        ]
        indexes = [
            models.Index(fields=["person", "-happened_at"], name="notifications_of_person"),
            models.Index(fields=["path"], name="notifications_by_path"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.path} for {self.person}"


class CauseQuerySet(models.QuerySet["Cause"]):
    def shown_to(self, person: User) -> Self:
        return self.filter(in_sight(person, "actor")).exclude(actor__in=Mute.objects.by(person).values("muted"))


class Cause(models.Model):
    """Somebody who did it."""

    notification = models.ForeignKey(Notification, models.CASCADE, related_name="causes")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    caused_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[CauseQuerySet] = CauseQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notification", "actor"], name="one_cause_per_actor")]

    def __str__(self) -> str:
        return f"{self.actor}: {self.notification}"
