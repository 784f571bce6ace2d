"""What stands beside every page: live Spaces, and people one might follow."""

from functools import cached_property

from django.contrib.auth.models import AnonymousUser

from apps.accounts.models import User
from apps.graph.following import strangers_to
from apps.spaces.models import Space
from apps.spaces.pages import live_spaces_for

_PEOPLE_SHOWN = 3


class Around:
    """Read when a template asks, and not before."""

    def __init__(self, viewer: User | AnonymousUser) -> None:
        self.viewer = viewer

    @cached_property
    def live_spaces(self) -> list[Space]:
        return live_spaces_for(self.viewer)

    @cached_property
    def next_space(self) -> Space | None:
        return Space.objects.found_by(self.viewer).upcoming().select_related("host").order_by("scheduled_for").first()

    @cached_property
    def people(self) -> list[User]:
        return list(strangers_to(self.viewer)[:_PEOPLE_SHOWN])
