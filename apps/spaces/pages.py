"""What the pages about Spaces show."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, When
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.accounts.models import User
from apps.spaces.models import Invite, Seat, Space

_LIVE_SHOWN = 30
_UPCOMING_SHOWN = 20
_ENDED_SHOWN = 10
_LINKS_SHOWN = 60


def live_spaces_for(viewer: User | AnonymousUser) -> list[Space]:
    """The fullest first."""
    spaces = Space.objects.found_by(viewer).live().select_related("host")
    return list(spaces.order_by("-listening_count", "-started_at")[:_LIVE_SHOWN])


def live_or_next_for(viewer: User | AnonymousUser) -> list[Space]:
    """The live ones, the fullest first, then those to come, the next one first."""
    spaces = (Space.objects.live() | Space.objects.upcoming()).found_by(viewer)
    is_waiting = Case(When(started_at=None, then=1), default=0)
    by_state = spaces.select_related("host").order_by(is_waiting, "-listening_count", "scheduled_for", "-started_at")
    return list(by_state[:_LIVE_SHOWN])


def upcoming_spaces_for(viewer: User | AnonymousUser) -> list[Space]:
    """The next one first."""
    spaces = Space.objects.found_by(viewer).upcoming().select_related("host")
    return list(spaces.order_by("scheduled_for")[:_UPCOMING_SHOWN])


def ended_spaces_for(viewer: User | AnonymousUser) -> list[Space]:
    """The last one first."""
    spaces = Space.objects.found_by(viewer).filter(ended_at__isnull=False).select_related("host")
    return list(spaces.order_by("-ended_at")[:_ENDED_SHOWN])


def links_into(space: Space) -> list[Invite]:
    """The links its host has not revoked: those that work first, then the newest first."""
    kept = list(space.invites.filter(revoked_at=None).order_by("-pk")[:_LINKS_SHOWN])
    return sorted(kept, key=lambda invite: invite.is_expired or invite.uses_left == 0)


def as_json(space: Space) -> dict[str, str]:
    """A Space as scripts are told of it."""
    return {"id": str(space.pk), "title": space.title, "url": space.get_absolute_url()}


@dataclass(frozen=True)
class TookPart:
    """Who was in a Space that has ended, besides its host, and for how long it went on."""

    speakers: list[Seat]
    listeners_count: int
    duration: str


def who_took_part(space: Space) -> TookPart:
    seats = space.seats.exclude(person=space.host_id).filter(joined_at__isnull=False, person__is_active=True)
    spoke = seats.filter(spoke_at__isnull=False)
    return TookPart(
        speakers=list(spoke.select_related("person").order_by("spoke_at")),
        listeners_count=seats.filter(spoke_at__isnull=True).count(),
        duration=spoken_duration(space.ended_at - space.started_at) if space.ended_at and space.started_at else "",
    )


def spoken_duration(lasted: timedelta) -> str:
    """1 h 04 min; 12 min; under a minute."""
    minutes = int(lasted.total_seconds()) // 60
    if minutes < 1:
        return _("under a minute")
    if minutes < 60:
        return ngettext("%d min", "%d min", minutes) % minutes
    return _("%(hours)d h %(minutes)02d min") % {"hours": minutes // 60, "minutes": minutes % 60}
