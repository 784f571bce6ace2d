"""What somebody wrote and did not post yet."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from apps.core.ids import new_id


class DraftQuerySet(models.QuerySet["Draft"]):
    def due(self) -> Self:
        """What is to be posted by now, and was not refused."""
        return self.filter(scheduled_for__lte=timezone.now(), refusal="")


class Draft(models.Model):
    """`fields` are those of the composer's form, each a list of texts. With `scheduled_for` it is posted then, once, and gone."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts")
    fields: Any = models.JSONField()
    scheduled_for = models.DateTimeField(null=True, blank=True)
    refusal = models.TextField(blank=True)  # why it was not posted when its time had come
    kept_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[DraftQuerySet] = DraftQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [
            models.Index(
                fields=["scheduled_for"], name="drafts_due", condition=models.Q(scheduled_for__isnull=False, refusal="")
            ),
            models.Index(fields=["person", "-id"], name="drafts_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.texts[0][:40]}"

    @property
    def texts(self) -> list[str]:
        return self.fields.get("text") or [""]
