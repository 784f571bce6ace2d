"""Rules that staff write, and what they compare with."""

from typing import ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.moderation import matching
from apps.moderation.categories import CHOICES


class RuleQuerySet(models.QuerySet["Rule"]):
    def on(self) -> Self:
        return self.filter(is_on=True)


class Rule(models.Model):
    """One thing to look for in what people write, and what follows. It never acts on a person: at most it holds a text for a moderator."""

    class Kind(models.TextChoices):
        WORD = "word", _("Word")
        PHRASE = "phrase", _("Phrase")
        PATTERN = "pattern", _("Pattern (RE2)")
        HOST = "host", _("Host of a link")
        DUPLICATES = "duplicates", _("The same text from several accounts")
        MENTIONS = "mentions", _("Many people mentioned")

    class Outcome(models.TextChoices):
        RAISE = "raise", _("Raise priority")
        WARN = "warn", _("Ask the author first")
        HOLD = "hold", _("Hold for review")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    what = models.CharField(
        _("what"),
        max_length=matching.LONGEST_PATTERN,
        blank=True,
        help_text=_("A word, a phrase, a pattern or a host such as spam.example, which stands for its subdomains too."),
    )
    amount = models.PositiveSmallIntegerField(
        _("amount"), default=0, help_text=_("From how many accounts within ten minutes, or from how many people mentioned.")
    )
    outcome = models.CharField(_("outcome"), max_length=5, choices=Outcome, default=Outcome.RAISE)
    category = models.CharField(_("category"), max_length=40, choices=CHOICES, default="other")
    note = models.CharField(_("note"), max_length=200, blank=True, help_text=_("Why it is here; for colleagues."))
    is_on = models.BooleanField(_("on"), default=True)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[RuleQuerySet] = RuleQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["kind", "what"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.what or self.amount}"

    def clean(self) -> None:
        """Refuses what could match everything, or that RE2 can't run in time and memory that grow only with the text."""
        if self.kind in (self.Kind.DUPLICATES, self.Kind.MENTIONS):
            if self.amount < 2:
                raise ValidationError({"amount": _("Two at least.")})
            return
        if fault := matching.fault_in(self.kind, self.what):
            raise ValidationError({"what": fault})


class Fingerprint(models.Model):
    """What a text looked like, for an hour, so that the same text from other accounts is noticed. The text itself is not kept."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    bits = models.BigIntegerField()
    made_at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return f"{self.bits:x}"
