"""People and things for tests, made the way the house makes them."""

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from apps.accounts import picture_line, pictures
from apps.accounts.models import Picture, User
from apps.clips.models import Clip
from apps.spaces import services, stage
from apps.spaces.models import Seat, Space
from tests import images

PASSWORD = "correct horse battery"


def person(handle: str, **fields) -> User:
    return User.objects.create_user(handle, PASSWORD, name=fields.pop("name", handle.title()), **fields)


def clip(owner: User, words: str = "", **fields) -> Clip:
    """What `owner` said in a second, ready to be heard; nothing of it was really made."""
    said = {"words_state": Clip.Words.READY, "transcript": [{"start_ms": 0, "end_ms": 1000, "text": words}]} if words else {}
    made = Clip.objects.create(
        owner=owner, state=Clip.State.READY, duration_ms=1000, peaks=bytes(range(200)) * 3, language="en", **said, **fields
    )
    for path in made.paths:
        default_storage.save(path, ContentFile(b"sound"))
    return made


def follow(follower: User, followed: User) -> None:
    from apps.graph import services

    services.follow(follower=follower, followed=followed)


def block(blocker: User, blocked: User) -> None:
    from apps.graph import services

    services.block(blocker=blocker, blocked=blocked)


def picture(person: User, kind: str = "avatar", data: bytes | None = None) -> Picture:
    """Sent and made, as a worker does it; but here and now."""
    kind = Picture.Kind(kind)
    sent = pictures.send_picture(person=person, kind=kind, file=ContentFile(images.jpeg() if data is None else data))
    picture_line.make_waiting()
    sent.refresh_from_db()
    return sent


def speaker(space: Space, handle: str) -> Seat:
    """Somebody on the stage of `space`."""
    seat = services.enter_space(person=person(handle), space=space)
    stage.raise_hand(seat=seat)
    stage.bring_to_stage(seat=seat)
    return seat
