"""What stands beside every page: live Spaces, and people one might follow."""

from functools import cached_property

from django.contrib.auth.models import AnonymousUser

from apps.accounts.models import User
from apps.graph.following import marked, strangers_to
from apps.spaces.models import Space

_SPACES_SHOWN = 3
_PEOPLE_SHOWN = 3


class Around:
    """Read when a template asks, and not before."""

    def __init__(self, viewer: User | AnonymousUser) -> None:
        self.viewer = viewer

    @cached_property
    def live_spaces(self) -> list[Space]:
        spaces = Space.objects.found_by(self.viewer).live().select_related("host")
        return list(spaces.order_by("-listening_count", "-started_at")[:_SPACES_SHOWN])

    @cached_property
    def next_space(self) -> Space | None:
        return Space.objects.found_by(self.viewer).upcoming().select_related("host").order_by("scheduled_for").first()

    @cached_property
    def people(self) -> list[User]:
        return marked(strangers_to(self.viewer)[:_PEOPLE_SHOWN], self.viewer)
