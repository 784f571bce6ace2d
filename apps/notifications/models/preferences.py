"""What people decide about being disturbed."""

from datetime import time
from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

MOST_A_DAY = 100  # pushes that somebody may wish for
A_DAY = 20  # until they choose; others sent four hundred a week, and were left for it


class Preferences(models.Model):
    """Of whom `person` wants to be told, and when and of what a browser of theirs is woken. Without a row, the defaults hold."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="preferences")
    # Kept from the list, the count and from browsers; not what people do whom they follow.
    hides_strangers = models.BooleanField(_("People I do not follow"), default=False)
    hides_newcomers = models.BooleanField(_("New accounts"), default=False)
    hides_faceless = models.BooleanField(_("People without a picture"), default=False)
    # What wakes a browser. Likes do not, until somebody asks for it.
    pushes_mentions = models.BooleanField(_("Mentions, replies and quotes"), default=True)
    pushes_messages = models.BooleanField(_("Messages"), default=True)
    pushes_spaces = models.BooleanField(_("Spaces"), default=True)
    pushes_follows = models.BooleanField(_("New followers"), default=True)
    pushes_polls = models.BooleanField(_("Polls and scheduled Tweets"), default=True)
    pushes_likes = models.BooleanField(_("Likes and Retweets"), default=False)
    # Whether a lock screen may show what is not for everybody.
    previews_private = models.BooleanField(_("Show private words"), default=False)
    a_day = models.PositiveSmallIntegerField(
        _("How many a day, at most"), default=A_DAY, validators=[MaxValueValidator(MOST_A_DAY)]
    )
    # Both or neither; by the clock of `time_zone`. The end may lie on the next day.
    quiet_from = models.TimeField(_("Quiet from"), null=True, blank=True)
    quiet_to = models.TimeField(_("Quiet until"), null=True, blank=True)
    time_zone = models.CharField(_("Time zone"), max_length=64, blank=True)  # an IANA name; empty is the site's own

    objects: ClassVar[models.Manager["Preferences"]]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(quiet_from=None, quiet_to=None) | models.Q(quiet_from__isnull=False, quiet_to__isnull=False),
                name="quiet_hours_begin_and_end",
            )
        ]

    def __str__(self) -> str:
        return f"what {self.person} wishes to be told"

    @property
    def quiet_hours(self) -> tuple[time, time] | None:
        if self.quiet_from is None or self.quiet_to is None or self.quiet_from == self.quiet_to:
            return None
        return self.quiet_from, self.quiet_to
