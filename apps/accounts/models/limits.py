"""How often people did what has a limit."""

from typing import Any

from django.conf import settings
from django.db import models


class Tally(models.Model):
    """How often `person` did one thing within the last day. `counts` says so for each half hour in which they did it, by its number since 1970."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="tallies")
    what = models.CharField(max_length=20)  # a name in settings.LIMITS
    counts: Any = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "what"], name="one_tally_each")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.what}: {sum(self.counts.values())}"
