"""Links that let in whoever holds them: for how long, how many people, and that they can be taken back."""

import secrets
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.core.errors import Refused

LONGEST_LIFETIME = timedelta(days=30)


def new_token() -> str:
    """192 random bits: nobody guesses one."""
    return secrets.token_urlsafe(24)


class LinkQuerySet(models.QuerySet[Any]):
    def working(self) -> Self:
        """Neither revoked, nor expired, nor used up."""
        left = Q(most_uses=None) | Q(used_count__lt=F("most_uses"))
        return self.filter(left, revoked_at=None).exclude(expires_at__lte=timezone.now())


class Link(models.Model):
    """Works for whoever holds its token until it expires, is used up or revoked. `uses` of a kind has one row for each `person` who came by it."""

    token = models.CharField(max_length=32, unique=True, default=new_token, editable=False)
    expires_at = models.DateTimeField(null=True, blank=True)
    most_uses = models.PositiveIntegerField(null=True, blank=True)
    used_count = models.PositiveIntegerField(default=0)
    revoked_at = models.DateTimeField(null=True, blank=True)

    uses: Any

    objects: ClassVar[LinkQuerySet] = LinkQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        abstract = True

    @property
    def is_expired(self) -> bool:
        return self.expires_at is not None and self.expires_at <= timezone.now()

    @property
    def uses_left(self) -> int | None:
        """None without a limit."""
        return None if self.most_uses is None else self.most_uses - self.used_count

    def was_used_by(self, person: models.Model | None) -> bool:
        return self.uses.filter(person=person).exists()

    def count(self, person: models.Model) -> None:
        """One more person came by it; who came before counts no more. Whoever calls has waited for their turn."""
        if self.uses.get_or_create(person=person)[1]:
            type(self)._default_manager.filter(pk=self.pk).update(used_count=F("used_count") + 1)

    def revoke(self) -> None:
        """Nobody comes in by it any more; whoever did stays. Revoking twice keeps the first time."""
        type(self)._default_manager.filter(pk=self.pk, revoked_at=None).update(revoked_at=timezone.now())


def never_overused(name: str) -> models.CheckConstraint:
    """What a kind of link promises, by the database."""
    return models.CheckConstraint(condition=Q(most_uses=None) | Q(used_count__lte=F("most_uses")), name=name)


def check_terms(lifetime: timedelta | None, most_uses: int | None, *, at_most: int) -> None:
    """For how long (None: until it is revoked) and for how many people (None: any number) a link shall work.

    Raises Refused: lifetime_out_of_range, uses_out_of_range.
    """
    if lifetime is not None and not timedelta(0) < lifetime <= LONGEST_LIFETIME:
        raise Refused("lifetime_out_of_range", _("A link works for at most %d days.") % LONGEST_LIFETIME.days)
    if most_uses is not None and not 0 < most_uses <= at_most:
        raise Refused("uses_out_of_range", _("A link is for 1 to %d people, or for any number.") % at_most)


def end_of(lifetime: timedelta | None) -> datetime | None:
    """When a link that is made now expires."""
    return timezone.now() + lifetime if lifetime else None
