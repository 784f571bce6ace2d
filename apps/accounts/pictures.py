"""What people do with their pictures. Making them is the worker's (`picture_line.py`)."""

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction

from apps.accounts import limits, tasks
from apps.accounts.models import Picture, User
from apps.accounts.picture_line import withdraw
from apps.accounts.picture_shelf import show, take_turn, tell

Crop = tuple[float, float, float]


def send_picture(*, person: User, kind: Picture.Kind, file: File, crop: Crop | None = None) -> Picture:
    """`file` shall become the picture or the banner of `person`; the one they have stays until this one is ready.

    `crop` is left, top and width as parts of the upright picture; None takes the middle. Raises TooFast past the limit on pictures.
    """
    left, top, width = crop or (None, None, None)
    # The row is there before the file, as one that is gone: whatever dies in between leaves no file that nobody knows of.
    with transaction.atomic():
        limits.spend(person, "own_pictures")
        picture = Picture.objects.create(person=person, kind=kind, crop_left=left, crop_top=top, crop_width=width)
    default_storage.save(picture.original_path, file)
    _line_up(person, picture)
    return picture


@transaction.atomic
def _line_up(person: User, picture: Picture) -> None:
    """Instead of what was in the making or refused before."""
    person = take_turn(person.pk)
    withdraw(Picture.objects.of(person, picture.kind).exclude(state=Picture.State.READY))
    Picture.objects.filter(pk=picture.pk).become(Picture.State.UPLOADED)
    tell(person, picture.kind, Picture.State.UPLOADED)
    transaction.on_commit(tasks.make_pictures.delay, robust=True)


@transaction.atomic
def remove_picture(*, person: User, kind: Picture.Kind) -> None:
    """Nothing stands for `person` any more but their initial, or no banner; what is in the making is withdrawn too."""
    person = take_turn(person.pk)
    withdraw(Picture.objects.of(person, kind))
    show(person, kind, key="")
    tell(person, kind, Picture.State.GONE)


def standing(person: User, kind: Picture.Kind) -> Picture | None:
    """What `person` waits for, or why it was refused; None if there is no news but the picture itself."""
    news = (*Picture.IN_THE_MAKING, Picture.State.REFUSED)
    return Picture.objects.of(person, kind).filter(state__in=news).order_by("-pk").first()
