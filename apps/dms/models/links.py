"""Links into a group, and who knocked by one."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from apps.core.ids import new_id
from apps.dms.models.conversations import Conversation
from apps.spaces.models import new_token


class GroupLinkQuerySet(models.QuerySet["GroupLink"]):
    def working(self) -> Self:
        """Neither revoked, nor expired, nor used up."""
        left = models.Q(most_uses=None) | models.Q(used_count__lt=models.F("most_uses"))
        return self.filter(left, revoked_at=None).exclude(expires_at__lte=timezone.now())


class GroupLink(models.Model):
    """A link into a group for whoever holds it, until it expires, is used up or revoked."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    group = models.ForeignKey(Conversation, models.CASCADE, related_name="links")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    token = models.CharField(max_length=32, unique=True, default=new_token, editable=False)
    needs_approval = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True, blank=True)
    most_uses = models.PositiveIntegerField(null=True, blank=True)
    used_count = models.PositiveIntegerField(default=0)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[GroupLinkQuerySet] = GroupLinkQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(most_uses=None) | models.Q(used_count__lte=models.F("most_uses")),
                name="group_link_not_overused",
            )
        ]

    def __str__(self) -> str:
        return f"Link into {self.group}"

    def get_absolute_url(self) -> str:
        return reverse("group_link", args=[self.token])

    @property
    def is_expired(self) -> bool:
        return self.expires_at is not None and self.expires_at <= timezone.now()

    @property
    def uses_left(self) -> int | None:
        """None without a limit."""
        return None if self.most_uses is None else self.most_uses - self.used_count


class GroupLinkUse(models.Model):
    """`person` came, or knocked, by `link`; however often, it counts once."""

    link = models.ForeignKey(GroupLink, models.CASCADE, related_name="uses")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    used_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["link", "person"], name="group_link_used_once")]

    def __str__(self) -> str:
        return f"{self.person} by {self.link}"


class Knock(models.Model):
    """`person` opened a link that needs approval, and waits for the keeper of the group."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    group = models.ForeignKey(Conversation, models.CASCADE, related_name="knocks")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    knocked_at = models.DateTimeField(default=timezone.now)
    declined_at = models.DateTimeField(null=True, blank=True)  # they are not told, and knock no more

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "person"], name="knock_once")]

    def __str__(self) -> str:
        return f"{self.person} at {self.group}"
