"""Deleting what is over. Nobody sees it since its second, whether this has run or not."""

from datetime import timedelta

from django.utils import timezone

from apps.accounts.picture_line import withdraw
from apps.clips.models import Clip
from apps.clips.services import withdraw_clip
from apps.fleets.models import Fleet, FleetPicture

KEPT = timedelta(days=30)  # Twitter's figure: for the archive of its author, and for moderators
_AT_ONCE = 200  # Fleets


def sweep() -> bool:
    """Deletes Fleets that were over a month ago, with their pictures and who saw them. Returns whether there may be more."""
    old = list(
        Fleet.objects.filter(expires_at__lt=timezone.now() - KEPT).order_by("expires_at").values_list("pk", flat=True)[:_AT_ONCE]
    )
    withdraw(FleetPicture.objects.filter(fleet__in=old))
    for clip in Clip.objects.filter(pk__in=Fleet.objects.filter(pk__in=old).values("clip")):
        withdraw_clip(clip=clip)
    Fleet.objects.filter(pk__in=old).delete()
    return len(old) == _AT_ONCE
