"""Links into a group, and who knocked by one."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from apps.core.ids import new_id
from apps.core.links import Link, never_overused
from apps.dms.models.conversations import Conversation


class GroupLink(Link):
    """A link into a group for whoever holds it, until it expires, is used up or revoked."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    group = models.ForeignKey(Conversation, models.CASCADE, related_name="links")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    needs_approval = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [never_overused("group_link_not_overused")]

    def __str__(self) -> str:
        return f"Link into {self.group}"

    def get_absolute_url(self) -> str:
        return reverse("group_link", args=[self.token])


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
