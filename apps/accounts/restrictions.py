"""What somebody may not do for a while. Moderators impose and lift it; every "may" asks here."""

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.core.errors import Refused

if TYPE_CHECKING:
    from apps.accounts.models import User


class RestrictionQuerySet(models.QuerySet["Restriction"]):
    def standing(self) -> Self:
        """Neither over nor lifted."""
        return self.filter(lifted_at=None).exclude(until__lte=timezone.now())


class Restriction(models.Model):
    """`person` may not do something until `until`, or until it is lifted. Frozen means: read, and nothing else."""

    class Kind(models.TextChoices):
        HOSTING = "hosting", _("hosting Spaces")
        SPEAKING = "speaking", _("speaking in Spaces")
        MESSAGING = "messaging", _("writing messages")
        REACH = "reach", _("being found by others than followers")
        FROZEN = "frozen", _("everything but reading")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="restrictions")
    kind = models.CharField(max_length=10, choices=Kind)
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True, blank=True)
    lifted_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[RestrictionQuerySet] = RestrictionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [models.Index(fields=["person", "kind"], condition=models.Q(lifted_at=None), name="restrictions_standing")]

    def __str__(self) -> str:
        return f"{self.person}: no {self.kind}"


def restrict(*, person: "User", kind: str, until: datetime | None = None) -> Restriction:
    """From now on `person` may not do this. Several may stand at once; each is lifted by itself."""
    return Restriction.objects.create(person=person, kind=kind, until=until)


def lift(*, restriction_id: int) -> None:
    """Takes a restriction back, if it stands."""
    Restriction.objects.filter(pk=restriction_id, lifted_at=None).update(lifted_at=timezone.now())


def is_barred(person: "User", *kinds: str) -> bool:
    """Whether a restriction of one of these kinds stands, or their account is frozen."""
    return Restriction.objects.standing().filter(person=person, kind__in=(*kinds, Restriction.Kind.FROZEN)).exists()


def check_not_barred(person: "User", kind: str) -> None:
    """Raises Refused: restricted, with the way to the reasons."""
    if is_barred(person, kind):
        raise Refused("restricted", _("The moderators have restricted your account. Your notices say why, and how to object."))
