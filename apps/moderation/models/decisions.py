"""What moderators decided, as the person concerned reads it, and their one appeal."""

from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.core.ids import new_id
from apps.moderation.categories import CHOICES, LABELS, Words
from apps.moderation.models.cases import Case

APPEAL_LIMIT = 2000  # characters; Mastodon's figure
APPEAL_WINDOW = timedelta(days=183)  # six months, as the Digital Services Act wants it (article 20)
FACTS_LIMIT = 2000


class DecisionQuerySet(models.QuerySet["Decision"]):
    def about(self, person: User | AnonymousUser) -> Self:
        """What was decided against `person`: everything they are told of."""
        return self.filter(person_id=person.pk).exclude(action=Decision.Action.DISMISS)


class Decision(models.Model):
    """One act of a moderator, and its statement of reasons: what, how far, how long, why, by which rule, how it was found."""

    class Action(models.TextChoices):
        DISMISS = "dismiss", _("Nothing")
        WARN = "warn", _("Warning")
        REMOVE = "remove", _("Content removed")
        LIMIT = "limit", _("Limited reach")
        BAR_HOSTING = "bar_hosting", _("No hosting of Spaces")
        BAR_SPEAKING = "bar_speaking", _("No speaking in Spaces")
        BAR_MESSAGING = "bar_messaging", _("No messages to others")
        FREEZE = "freeze", _("Account frozen")
        SUSPEND = "suspend", _("Account suspended")
        END_SPACE = "end_space", _("Space ended")
        EJECT = "eject", _("Removed from a Space")

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="decisions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="decisions")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now)
    action = models.CharField(max_length=16, choices=Action)
    until = models.DateTimeField(null=True, blank=True)  # None: for good, or until undone
    rule = models.CharField(max_length=40, choices=CHOICES)
    facts = models.TextField(max_length=FACTS_LIMIT)
    was_reported = models.BooleanField()  # else noticed by the site itself
    was_found_by_machine = models.BooleanField()  # a rule or the scorer pointed at it; the decision itself is never automatic
    # What is needed to take it back: ids of restrictions, the words that were removed.
    undo = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[DecisionQuerySet] = DecisionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(person=F("decided_by")), name="nobody_decides_about_themselves"),
            models.UniqueConstraint(fields=["case"], name="one_decision_per_case"),
        ]

    def __str__(self) -> str:
        return f"{self.get_action_display()}: {self.person}"

    def get_absolute_url(self) -> str:
        return reverse("notice", args=[self.pk])

    @property
    def rule_label(self) -> Words:
        return LABELS.get(self.rule, self.rule)

    @property
    def appeal_until(self) -> datetime:
        return self.decided_at + APPEAL_WINDOW

    @property
    def is_appealable(self) -> bool:
        """Once, within six months, while it stands."""
        return self.undone_at is None and timezone.now() < self.appeal_until and not Appeal.objects.filter(decision=self).exists()


class AppealQuerySet(models.QuerySet["Appeal"]):
    def open(self) -> Self:
        return self.filter(decided_at=None)

    def for_moderator(self, moderator: User) -> Self:
        """Those that `moderator` may decide: neither of their own decisions, nor about themselves, nor about what they reported."""
        others = self.exclude(first_decider=moderator).exclude(decision__person=moderator)
        return others.exclude(decision__case__reports__reporter=moderator)


class Appeal(models.Model):
    """The one objection to a decision. Somebody else than who decided first decides it."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    decision = models.OneToOneField(Decision, models.CASCADE, related_name="appeal")
    # As on the decision: the constraint needs it here.
    first_decider = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    text = models.TextField(max_length=APPEAL_LIMIT)
    filed_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    is_upheld = models.BooleanField(null=True, blank=True)
    answer = models.TextField(max_length=FACTS_LIMIT, blank=True)

    objects: ClassVar[AppealQuerySet] = AppealQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(decided_by=F("first_decider")), name="appeal_decided_by_another"),
            models.CheckConstraint(
                condition=Q(decided_at=None, is_upheld=None) | Q(decided_at__isnull=False, is_upheld__isnull=False),
                name="appeal_decided_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"Appeal against {self.decision}"
