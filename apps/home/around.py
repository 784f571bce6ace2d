"""What stands beside every page: live Spaces, and people one might follow."""

from functools import cached_property

from django.contrib.auth.models import AnonymousUser

from apps.accounts.models import User
from apps.core.counting import counted
from apps.dms import pages as messages
from apps.graph.following import suggested_to
from apps.notifications import pages as notifications
from apps.spaces.models import Space
from apps.spaces.pages import live_or_next_for

_PEOPLE_SHOWN = 3


class Around:
    """Read when a template asks, and not before."""

    def __init__(self, viewer: User | AnonymousUser) -> None:
        self.viewer = viewer

    @property
    def live_spaces(self) -> list[Space]:
        """The fullest first."""
        return [space for space in self._spaces if space.is_live]

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
    def _spaces(self) -> list[Space]:
        """One query for the live ones and the next to come: it is asked on every page."""
        return live_or_next_for(self.viewer)
