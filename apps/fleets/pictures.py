"""What people do with the pictures of their Fleets. Making them is the worker's (`accounts/picture_line.py`)."""

from collections.abc import Iterator

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts import limits, tasks
from apps.accounts.models import User
from apps.accounts.picture_line import withdraw
from apps.core import darkroom
from apps.core import text as words
from apps.core.belongings import StoredFile
from apps.core.errors import Refused
from apps.core.ids import id_in
from apps.fleets.models import ALT_LIMIT, FleetPicture

_State = FleetPicture.State


def send_picture(*, owner: User, file: File) -> FleetPicture:
    """`file` shall become the picture of a Fleet that `owner` is about to post. Raises TooFast past the limit on pictures."""
    # The row is there before the file, as one that is gone: whatever dies in between leaves no file that nobody knows of.
    with transaction.atomic():
        limits.spend(owner, "pictures")
        picture = FleetPicture.objects.create(owner=owner)
    default_storage.save(picture.original_path, file)
    FleetPicture.objects.filter(pk=picture.pk).become(_State.UPLOADED)
    transaction.on_commit(tasks.make_pictures.delay, robust=True)
    return picture


def take_out(*, picture: FleetPicture) -> None:
    """Not to be posted after all. Whose it is was checked by `access.own_picture`."""
    withdraw(FleetPicture.objects.filter(pk=picture.pk, attached_at=None))


def chosen_by(author: User, picture_id: object, alt: str) -> FleetPicture:
    """The one that `author` posts now, with `alt`; no other Fleet gets it. Raises Refused: picture_unknown, picture_not_ready, alt_too_long."""
    mine = FleetPicture.objects.select_for_update().filter(owner=author, attached_at=None)
    picture: FleetPicture | None = mine.filter(pk=id_in(picture_id) or 0).first()
    if picture is None or picture.state in (_State.GONE, _State.CLEARED):
        raise Refused("picture_unknown", _("The picture is no longer there. Take it out and send it again."))
    if picture.state != _State.READY:
        raise Refused("picture_not_ready", _("The picture is not ready yet. Wait a moment, then try again."))
    picture.alt, picture.attached_at = _checked_alt(alt), timezone.now()
    picture.save(update_fields=["alt", "attached_at"])
    return picture


def _checked_alt(alt: str) -> str:
    alt = words.cleaned(alt)
    if len(alt) > ALT_LIMIT:
        raise Refused("alt_too_long", _("The description of a picture has room for %d characters.") % ALT_LIMIT)
    return "" if words.is_blank(alt) else alt


def develop(picture: FleetPicture, original: bytes) -> list[bytes]:
    """The whole of it in each size; for `picture_line.py`. Raises Refused."""
    made, (width, height) = darkroom.fit(original, list(FleetPicture.SIZES.values()))
    FleetPicture.objects.filter(pk=picture.pk).update(width=width, height=height)
    return list(made)


def settle(picture: FleetPicture, state: FleetPicture.State, refusal: str) -> bool:
    """Returns whether it was not taken out meanwhile."""
    ours = FleetPicture.objects.filter(pk=picture.pk, state=_State.PROCESSING)
    return bool(ours.become(state, refusal=refusal))


def files_of(person: User) -> Iterator[StoredFile]:
    """For their archive the larger of each; for the day they are deleted, all."""
    for picture in FleetPicture.objects.filter(owner=person, state=_State.READY):
        yield StoredFile(default_storage, picture.path_at("large"), f"fleets/{picture.key[:8]}.webp")
        yield StoredFile(default_storage, picture.path_at("small"), "")
