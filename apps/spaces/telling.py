"""Those who follow a host are told that a Space began, and who is invited to a stage that they are."""

from apps.accounts.models import User
from apps.core.ids import id_in
from apps.notifications import services as notifications
from apps.notifications.crowd import notify_followers
from apps.notifications.models import Notification
from apps.spaces.models import Seat, Space


def tell_followers(space_id: int) -> None:
    """Unless it is over already; told twice is told once."""
    space = Space.objects.live().select_related("host").filter(pk=space_id).first()
    if space:
        notify_followers(actor=space.host, kind=Notification.Kind.SPACE_STARTED, path=space.get_absolute_url(), about=space.title)


def tell_of_invitation(seat: Seat, host: User) -> None:
    """`host` invites the person of `seat`."""
    space, kind = seat.space, Notification.Kind.INVITED
    notifications.notify(person=seat.person, actor=host, kind=kind, path=space.get_absolute_url(), about=space.title)


def settle_invitation(seat: Seat) -> None:
    """It was accepted, declined or taken back."""
    notifications.settle(person=seat.person, kind=Notification.Kind.INVITED, path=seat.space.get_absolute_url())


def is_open(person: User, _actor: User | None, path: str) -> bool:
    """Whether there is a live Space at `path` that `person` may enter."""
    space_id = id_in(path.removeprefix("/spaces/").rstrip("/")) or 0
    return Space.objects.live().visible_to(person).filter(pk=space_id).exists()
