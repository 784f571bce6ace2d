"""What somebody wrote and did not post yet."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.core.ids import new_id

POSTING_FAILED = "posting_failed"

_REASONS = {
    POSTING_FAILED: _("Something of ours went wrong. Post it yourself, if you still want to."),
    "not_found": _("What it is about is no longer there, or not open to you."),
    "cant_reply": _("You can’t reply there any more."),
    "protected_tweet": _("What it quotes is shared only with some people now."),
    "picture_unknown": _("One of its pictures is no longer there."),
    "picture_not_ready": _("One of its pictures was not ready yet."),
    "clip_unknown": _("Its recording is no longer there."),
    "clip_used": _("Its recording was sent already."),
    "clip_not_ready": _("Its recording was not ready yet."),
    "clip_too_long": _("Its recording is too long."),
    "clip_alone": _("A Tweet with a recording has no pictures and no poll."),
    "thread_too_long": _("Its recording needs more Tweets than a thread has room for."),
    "card_unknown": _("What it shows is no longer there."),
    "restricted": _("You could not post at that time."),
    "gone": _("Your account was closed at that time."),
}
_UNNAMED = _("Something in it can’t be posted. Open it and post it yourself: then you are told what.")


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
    refusal = models.CharField(max_length=40, blank=True)  # the code of that with which it was not posted when its time had come
    tries = models.PositiveSmallIntegerField(default=0, editable=False)  # to post it that failed
    sent_as = models.UUIDField(null=True, editable=False)  # as of a Tweet
    kept_at = models.DateTimeField(default=timezone.now)
    clips: Any = models.ManyToManyField("clips.Clip", related_name="+")  # which it keeps from being swept away

    objects: ClassVar[DraftQuerySet] = DraftQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "sent_as"], name="draft_once")]
        indexes = [
            models.Index(
                fields=["scheduled_for"], name="drafts_due", condition=models.Q(scheduled_for__isnull=False, refusal="")
            ),
            models.Index(fields=["person", "-id"], name="drafts_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.texts[0][:40]}"

    @property
    def why_not(self) -> object:
        """Why it was not posted, in the language of who reads it; empty if it was not refused."""
        return _REASONS.get(self.refusal, _UNNAMED) if self.refusal else ""

    @property
    def texts(self) -> list[str]:
        return self.fields.get("text") or [""]
