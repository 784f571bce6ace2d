"""Why somebody was disturbed, grouped: one row for what happened to one thing, one more for each person who did it."""

from datetime import timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.core.ids import new_id
from apps.graph.access import in_sight, open_to
from apps.graph.models import Follow, Mute
from apps.notifications.models.preferences import Preferences

ABOUT_LIMIT = 140  # characters of what it is about
NEW_FOR = timedelta(days=7)  # an account; most that were made to bother somebody do not wait so long


class NotificationQuerySet(models.QuerySet["Notification"]):
    def shown_to(self, person: User) -> Self:
        """Those of `person`, without what only people did whom they do not want to meet any more."""
        return self.filter(Exists(Cause.objects.shown_to(person).filter(notification=models.OuterRef("pk"))), person=person)

    def unread(self) -> Self:
        return self.filter(read_at=None)

    def addressed(self) -> Self:
        """What somebody said to the person: the tab Mentions."""
        return self.filter(kind__in=Notification.ADDRESSED)


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
        INVITED = "invited", _("Invites you to a stage")

    ADDRESSED = (Kind.MENTION, Kind.REPLY, Kind.QUOTE)
    # `about` are words of whoever did it: they are shown to who may read them.
    IN_THEIR_WORDS = (*ADDRESSED, Kind.POLL_ENDED, Kind.LISTED)
    # What the person began, or asked for: no filter keeps it from them.
    ASKED_FOR = (Kind.FOLLOW_ACCEPTED, Kind.POLL_ENDED, Kind.NOT_POSTED)

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
            models.UniqueConstraint(fields=["person", "kind", "path"], condition=Q(read_at=None), name="unread_notification_once")
        ]
        indexes = [
            models.Index(fields=["person", "-happened_at"], name="notifications_of_person"),
            models.Index(fields=["path"], name="notifications_by_path"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.path} for {self.person}"


class CauseQuerySet(models.QuerySet["Cause"]):
    def shown_to(self, person: User) -> Self:
        """By people they want to hear of, in words they may read."""
        heard = self.filter(in_sight(person, "actor")).exclude(actor__in=Mute.objects.by(person).values("muted"))
        is_readable = ~Q(notification__kind__in=Notification.IN_THEIR_WORDS) | open_to(person, "actor")
        return heard.filter(is_readable, _unfiltered_by(person))


def _unfiltered_by(person: User) -> Q:
    """What the filters of `person` let through. They never hide what people do whom `person` follows, nor what was asked for."""
    of_person = Preferences.objects.filter(person=person)
    is_kept_from_them = (
        Q(Exists(of_person.filter(hides_strangers=True)))
        | Q(Exists(of_person.filter(hides_newcomers=True)), actor__joined_at__gt=timezone.now() - NEW_FOR)
        | Q(Exists(of_person.filter(hides_faceless=True)), actor__avatar="")
    )
    is_wanted = Q(notification__kind__in=Notification.ASKED_FOR) | Q(actor__in=Follow.objects.by(person).values("followed"))
    return is_wanted | ~is_kept_from_them


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
