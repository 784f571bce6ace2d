"""Those who follow a host are told that a Space began."""

from apps.notifications.crowd import notify_followers
from apps.notifications.models import Notification
from apps.spaces.models import Space


def tell_followers(space_id: int) -> None:
    """Unless it is over already; told twice is told once."""
    space = Space.objects.live().select_related("host").filter(pk=space_id).first()
    if space:
        notify_followers(actor=space.host, kind=Notification.Kind.SPACE_STARTED, path=space.get_absolute_url(), about=space.title)
