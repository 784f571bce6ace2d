"""What stands beside every page: live Spaces, trends, and people one might follow."""

from functools import cached_property

from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache

from apps.accounts.models import User
from apps.core.counting import counted
from apps.dms import pages as messages
from apps.graph.following import suggested_to
from apps.notifications import pages as notifications
from apps.spaces.models import Space
from apps.spaces.pages import live_or_next_for
from apps.tweets.models import Trend

_PEOPLE_SHOWN = 3
_TRENDS_SHOWN = 5
_TRENDS_SECONDS = 60


class Around:
    """Read when a template asks, and not before."""

    def __init__(self, viewer: User | AnonymousUser) -> None:
        self.viewer = viewer

    @property
    def live_spaces(self) -> list[Space]:
        """The fullest first."""
        return [space for space in self._spaces if space.is_live]

    @property
    def spaces(self) -> list[Space]:
        """The live ones, the fullest first, then those to come, the next one first."""
        return self._spaces

    @property
    def next_space(self) -> Space | None:
        return next((space for space in self._spaces if space.is_upcoming), None)

    @property
    def unread_messages(self) -> int:
        return self._unread[0]

    @property
    def unread_notifications(self) -> int:
        return self._unread[1]

    @cached_property
    def people(self) -> list[User]:
        return suggested_to(self.viewer, _PEOPLE_SHOWN)

    @cached_property
    def _unread(self) -> list[int]:
        """One query for both."""
        if not isinstance(self.viewer, User):
            return [0, 0]
        return counted(messages.unread_by(self.viewer), notifications.unread_by(self.viewer))

    @cached_property
    def trends(self) -> list[Trend]:
        """As they were within the last minute: they are counted every few, and this is asked on every page."""
        key = f"trends.{self.viewer.pk}"
        found: list[Trend] | None = cache.get(key)
        if found is None:
            found = list(Trend.objects.found_by(self.viewer)[:_TRENDS_SHOWN])
            cache.set(key, found, _TRENDS_SECONDS)
        return found

    @cached_property
    def _spaces(self) -> list[Space]:
        """One query for the live ones and the next to come: it is asked on every page."""
        return live_or_next_for(self.viewer)
