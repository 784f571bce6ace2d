"""What people take along."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Archive(models.Model):
    """Everything somebody has here, in one file: asked for, then made by a worker, then there for a week."""

    class State(models.TextChoices):
        REQUESTED = "requested", _("Requested")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Failed")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="archives")
    state = models.CharField(max_length=9, choices=State, default=State.REQUESTED)
    asked_at = models.DateTimeField(default=timezone.now)
    # When a worker last began, and how often; whoever is killed leaves it to the next.
    taken_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    ready_at = models.DateTimeField(null=True, blank=True)
    file_name = models.CharField(max_length=100, blank=True)
    size = models.PositiveBigIntegerField(default=0)  # bytes

    class Meta:
        indexes = [models.Index(fields=["person", "-asked_at"], name="archives_of_person")]

    def __str__(self) -> str:
        return f"{self.person}, {self.asked_at:%Y-%m-%d}"
