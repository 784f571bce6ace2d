"""What stands beside every page: live Spaces, and people one might follow."""

from functools import cached_property

from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, When

from apps.accounts.models import User
from apps.graph.following import strangers_to
from apps.graph.reach import out_of_reach_of
from apps.spaces.models import Space
from apps.spaces.pages import LIVE_SHOWN

_SPACES_SHOWN = 3
_PEOPLE_SHOWN = 3


class Around:
    """Read when a template asks, and not before."""

    def __init__(self, viewer: User | AnonymousUser) -> None:
        self.viewer = viewer

    @property
    def live_spaces(self) -> list[Space]:
        return self.all_live_spaces[:_SPACES_SHOWN]

    @property
    def all_live_spaces(self) -> list[Space]:
        """Those of the bar on top of Home too, the fullest first."""
        return [space for space in self._spaces if space.is_live]

    @property
    def next_space(self) -> Space | None:
        return next((space for space in self._spaces if space.is_upcoming), None)

    @cached_property
    def people(self) -> list[User]:
        return list(strangers_to(self.viewer)[:_PEOPLE_SHOWN])

    @cached_property
    def _spaces(self) -> list[Space]:
        """Live ones, the fullest first; then the next to come. One query for all: it is asked on every page."""
        spaces = (Space.objects.live() | Space.objects.upcoming()).visible_to(self.viewer).select_related("host")
        found = spaces.exclude(host__in=out_of_reach_of(self.viewer))
        is_waiting = Case(When(started_at=None, then=1), default=0)
        return list(found.order_by(is_waiting, "-listening_count", "scheduled_for", "-started_at")[:LIVE_SHOWN])
