"""Who may join, and how."""

import secrets
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SiteSettings(models.Model):
    """What those who run the site decide while it runs; one row, made when it is first changed."""

    class SignUp(models.TextChoices):
        OPEN = "open", _("Open to everybody")
        APPROVAL = "approval", _("Everybody asks; you approve")
        INVITATION = "invitation", _("By invitation only")

    sign_up = models.CharField(_("who may join"), max_length=10, choices=SignUp)

    class Meta:
        verbose_name = verbose_name_plural = _("site settings")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_row_of_site_settings")]

    def __str__(self) -> str:
        return self.get_sign_up_display()


class JoinRequest(models.Model):
    """Somebody who signed up while everybody has to ask: their account waits, switched off, until it is approved."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="join_request")
    reason = models.TextField(_("reason"), max_length=500)
    asked_at = models.DateTimeField(default=timezone.now)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("request to join")
        verbose_name_plural = _("requests to join")

    def __str__(self) -> str:
        return f"{self.person} asks to join"


def new_code() -> str:
    """96 random bits, to be read out or pasted."""
    return secrets.token_hex(12)


class JoinCodeQuerySet(models.QuerySet["JoinCode"]):
    def working(self) -> "JoinCodeQuerySet":
        """Neither used up, nor expired, nor taken back."""
        return self.filter(used_count__lt=models.F("most_uses"), revoked_at=None).exclude(expires_at__lte=timezone.now())


class JoinCode(models.Model):
    """An invitation to Linnet itself: so many people may sign up with it, until it expires."""

    code = models.CharField(_("code"), max_length=32, unique=True, default=new_code)
    note = models.CharField(_("for whom"), max_length=100, blank=True)
    most_uses = models.PositiveIntegerField(_("how many may use it"), default=1)
    used_count = models.PositiveIntegerField(default=0, editable=False)
    expires_at = models.DateTimeField(_("until"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="join_codes_made"
    )
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[JoinCodeQuerySet] = JoinCodeQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("invitation code")
        constraints = [
            models.CheckConstraint(condition=models.Q(used_count__lte=models.F("most_uses")), name="join_code_not_overused")
        ]

    def __str__(self) -> str:
        return self.note or self.code


class JoinCodeUse(models.Model):
    """`person` joined by `code`."""

    code = models.ForeignKey(JoinCode, models.CASCADE, related_name="uses")
    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="joined_by")
    used_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.person} by {self.code}"
