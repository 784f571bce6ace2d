"""People and things for tests, made the way the house makes them."""

from apps.accounts.models import User
from apps.spaces import services, stage
from apps.spaces.models import Seat, Space

PASSWORD = "correct horse battery"


def person(handle: str, **fields) -> User:
    return User.objects.create_user(handle, PASSWORD, name=fields.pop("name", handle.title()), **fields)


def follow(follower: User, followed: User) -> None:
    from apps.graph import services

    services.follow(follower=follower, followed=followed)


def block(blocker: User, blocked: User) -> None:
    from apps.graph import services

    services.block(blocker=blocker, blocked=blocked)


def speaker(space: Space, handle: str) -> Seat:
    """Somebody on the stage of `space`."""
    seat = services.enter_space(person=person(handle), space=space)
    stage.raise_hand(seat=seat)
    stage.bring_to_stage(seat=seat)
    return seat
