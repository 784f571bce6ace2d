"""Waking browsers that show no page of ours: which may be woken, for what, and how far it came."""

from datetime import timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.core.ids import new_id
from apps.notifications.models.told import ABOUT_LIMIT, Notification

ENDPOINT_LIMIT = 1000  # characters


class Subscription(models.Model):
    """A browser that may be woken, as long as the log-in holds in which `person` asked for it.

    Its push service knows it by `endpoint`, and reads nothing: what is sent is encrypted for the browser with `p256dh` and `auth`.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="push_subscriptions")
    log_in = models.CharField(max_length=32)  # as `realtime.events.log_in_of` names it
    endpoint = models.CharField(max_length=ENDPOINT_LIMIT, unique=True)
    p256dh = models.CharField(max_length=90)  # both in base64url, as browsers give them
    auth = models.CharField(max_length=30)
    language = models.CharField(max_length=20)  # in which its person reads Linnet there
    subscribed_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager["Subscription"]]

    class Meta:
        indexes = [models.Index(fields=["person", "log_in"], name="subscriptions_of_person")]

    def __str__(self) -> str:
        return f"a browser of {self.person}"


class PushQuerySet(models.QuerySet["Push"]):
    def due(self) -> Self:
        """What is to be decided upon now."""
        return self.filter(state__in=(Push.State.WAITING, Push.State.HELD), due_at__lte=timezone.now())

    def out_since(self, moment: object) -> Self:
        return self.filter(state=Push.State.OUT, out_at__gte=moment)


class Push(models.Model):
    """Something of which the browsers of `person` may be told: a notification, a message of `actor`, or what was held back, in one."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits")
        HELD = "held", _("Held back until it is due")  # quiet hours, or too many today
        OUT = "out", _("Handed to the browsers")
        SUMMED = "summed", _("Part of a summary")
        DROPPED = "dropped", _("Not wanted any more")

    MESSAGE, SUMMARY = "message", "summary"  # further kinds beside those of notifications

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="pushes")
    # Kept when that is taken back: what woke somebody counts in the measure of their day.
    notification = models.OneToOneField(Notification, models.SET_NULL, null=True, related_name="push")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    kind = models.CharField(max_length=15)
    path = models.CharField(max_length=200)
    about = models.CharField(max_length=ABOUT_LIMIT, blank=True)
    things_count = models.PositiveIntegerField(default=1)  # in a summary
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    wished_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    out_at = models.DateTimeField(null=True)

    objects: ClassVar[PushQuerySet] = PushQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(state__in=("waiting", "held")), name="pushes_due"),
            models.Index(fields=["person", "-out_at"], name="pushes_of_person"),
            models.Index(fields=["wished_at"], name="pushes_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for {self.person}, {self.state}"


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def due(self) -> Self:
        """What waits to be sent, and is in nobody's hands: whoever took it longer ago was killed."""
        now = timezone.now()
        is_free = models.Q(taken_at=None) | models.Q(taken_at__lt=now - Delivery.TAKEN_FOR)
        return self.filter(is_free, state=Delivery.State.DUE, due_at__lte=now)


class Delivery(models.Model):
    """A push on its way to one browser. Sent twice, by somebody who died in between, it is shown once: it bears the same tag."""

    class State(models.TextChoices):
        DUE = "due", _("Due")
        SENT = "sent", _("Sent")
        GAVE_UP = "gave_up", _("Given up")
        DROPPED = "dropped", _("Not wanted any more")

    TAKEN_FOR = timedelta(minutes=2)

    push = models.ForeignKey(Push, models.CASCADE, related_name="deliveries")
    subscription = models.ForeignKey(Subscription, models.CASCADE, related_name="deliveries")
    state = models.CharField(max_length=7, choices=State, default=State.DUE)
    due_at = models.DateTimeField(default=timezone.now)
    taken_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)

    objects: ClassVar[DeliveryQuerySet] = DeliveryQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["push", "subscription"], name="delivery_once")]
        indexes = [models.Index(fields=["due_at"], condition=models.Q(state="due"), name="deliveries_due")]

    def __str__(self) -> str:
        return f"{self.push} to {self.subscription}, {self.state}"
