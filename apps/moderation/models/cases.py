"""What was reported or noticed: one case a subject, with all reports of it."""

from typing import ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.core.ids import new_id
from apps.moderation.categories import CHOICES, LABELS, Words
from apps.spaces.models import Seat

COMMENT_LIMIT = 1000  # characters


class Kind(models.TextChoices):
    """What a case can be about."""

    TWEET = "tweet", _("Tweet")
    FLEET = "fleet", _("Fleet")
    PERSON = "person", _("Profile")
    MESSAGE = "message", _("Message")
    SPACE = "space", _("Space")
    SPEAKER = "speaker", _("Speaker")


class Kept(models.Model):
    """What keeps a subject as it was."""

    kind = models.CharField(max_length=10, choices=Kind)
    subject_id = models.BigIntegerField()
    category = models.CharField(max_length=40, choices=CHOICES)
    snapshot = models.JSONField(default=dict)

    class Meta:
        abstract = True

    @property
    def words(self) -> str:
        """What it said: its text, its title, or the name of the person."""
        return next((self.snapshot[name] for name in ("text", "title", "name") if self.snapshot.get(name)), "")

    @property
    def category_label(self) -> Words:
        return LABELS.get(self.category, self.category)


class CaseQuerySet(models.QuerySet["Case"]):
    def open(self) -> Self:
        return self.filter(closed_at=None)

    def visible_to(self, moderator: User | AnonymousUser) -> Self:
        """All but those about themselves, or about a Space they spoke in: nobody reads who complained of them."""
        spoken_in = Seat.objects.filter(person_id=moderator.pk, spoke_at__isnull=False).values("space_id")
        in_space = self.exclude(person_id=moderator.pk)
        return in_space.exclude(kind=Kind.SPACE, space_id__in=spoken_in)


class Case(Kept):
    """One subject in the moderators' queue, from the first report or finding until a decision. `snapshot` is what it was then."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="cases")
    space_id = models.BigIntegerField(null=True, blank=True)
    severity = models.PositiveSmallIntegerField(default=1)  # 1 to 3
    priority = models.FloatField(default=0)
    # What a rule or the scorer found, if that is how it came here or what raised it.
    found = models.CharField(max_length=200, blank=True)
    # Only its author sees the subject until somebody decides.
    is_held = models.BooleanField(default=False)
    claimed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    claimed_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[CaseQuerySet] = CaseQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        permissions = [("moderate", _("Can decide what is reported"))]
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject_id"], condition=Q(closed_at=None), name="one_open_case_per_subject")
        ]
        indexes = [models.Index(fields=["closed_at", "-priority"], name="cases_in_queue")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.subject_id}"

    def get_absolute_url(self) -> str:
        return reverse("case", args=[self.pk])


class ReportQuerySet(models.QuerySet["Report"]):
    def open(self) -> Self:
        return self.filter(closed_at=None)

    def by(self, person: User) -> Self:
        return self.filter(reporter=person)


class Report(Kept):
    """What one person told the moderators. Nobody else ever learns who they are."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="reports")
    reporter = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="reports")
    comment = models.TextField(max_length=COMMENT_LIMIT, blank=True)
    # Of a speaker: the moment it is about, in milliseconds since the Space began.
    moment_ms = models.PositiveBigIntegerField(null=True, blank=True)
    filed_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=200, blank=True)  # what the reporter is told

    objects: ClassVar[ReportQuerySet] = ReportQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reporter", "kind", "subject_id"], condition=Q(closed_at=None), name="one_open_report_per_subject"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.subject_id}"

    def get_absolute_url(self) -> str:
        return reverse("own_report", args=[self.pk])


class Waiting(models.Model):
    """Something written that was not looked at yet. The row is the work; the task that comes for it may be lost."""

    kind = models.CharField(max_length=10)
    subject_id = models.BigIntegerField()
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "subject_id"], name="waits_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id}"
