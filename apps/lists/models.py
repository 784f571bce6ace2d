"""Lists: people whose Tweets somebody wants to read together."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from apps.core.ids import new_id
from apps.graph.access import Viewer, in_sight, open_to

# Twitter's figures for names and descriptions; the others keep one page of members and one of Lists.
NAME_LIMIT = 25  # characters
DESCRIPTION_LIMIT = 100  # characters
MOST_LISTS = 100  # of one person, and as many that they follow
MOST_MEMBERS = 500  # of one List


class ListQuerySet(models.QuerySet["List"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Their own; of others the public ones of people whose doings `viewer` may read."""
        return self.filter(Q(owner=viewer.pk) | Q(open_to(viewer, "owner"), is_private=False))

    def counted(self, viewer: Viewer) -> Self:
        """With how many of whom `viewer` may know are in each, and follow it (`member_count`, `follower_count`), and its owner."""
        members, followers = (_counted(kind.objects.filter(in_sight(viewer, "person"))) for kind in (Listing, ListFollow))
        return self.select_related("owner").annotate(member_count=members, follower_count=followers)


def _counted(rows: models.QuerySet) -> Coalesce:
    counted = rows.filter(list=OuterRef("pk")).order_by().values("list").annotate(found=Count("pk")).values("found")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


class List(models.Model):
    """What `owner` calls some people. That a private one exists is known to nobody else."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="lists")
    name = models.CharField(max_length=NAME_LIMIT)
    description = models.CharField(max_length=DESCRIPTION_LIMIT, blank=True)
    is_private = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[ListQuerySet] = ListQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.owner_id}: {self.name}"

    def get_absolute_url(self) -> str:
        return f"/lists/{self.pk}/"


class Listing(models.Model):
    """`person` is in `list`, once."""

    list = models.ForeignKey(List, models.CASCADE, related_name="listings", db_index=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="listings")
    listed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["list", "person"], name="listed_once")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.list_id}"


class ListFollow(models.Model):
    """`person` wants to come back to `list`, which is somebody else's."""

    list = models.ForeignKey(List, models.CASCADE, related_name="follows", db_index=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="followed_lists")
    followed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["list", "person"], name="list_followed_once")]

    def __str__(self) -> str:
        return f"{self.person_id} follows {self.list_id}"
