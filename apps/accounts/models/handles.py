"""What people were called before."""

from datetime import timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from apps.accounts.models.people import HANDLE_LIMIT


class OldHandleQuerySet(models.QuerySet["OldHandle"]):
    def kept(self) -> Self:
        """Those that nobody but their former owner may take."""
        return self.filter(taken_back_at=None, given_up_at__gt=timezone.now() - OldHandle.KEPT_FOR)

    def expired(self) -> Self:
        return self.filter(given_up_at__lte=timezone.now() - OldHandle.KEPT_FOR)


class OldHandle(models.Model):
    """What somebody was called, for as long as it leads to them; one that was taken back counts until then too."""

    KEPT_FOR = timedelta(days=30)

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="old_handles")
    handle = models.CharField(max_length=HANDLE_LIMIT)
    given_up_at = models.DateTimeField(default=timezone.now)
    taken_back_at = models.DateTimeField(null=True)

    objects: ClassVar[OldHandleQuerySet] = OldHandleQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("handle"), condition=models.Q(taken_back_at=None), name="old_handle_leads_to_one_person"
            )
        ]

    def __str__(self) -> str:
        return f"@{self.handle}, now {self.person}"
