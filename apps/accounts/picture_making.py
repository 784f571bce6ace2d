"""Makes of what people sent the pictures that stand for them; `picture_line.py` calls."""

from django.db import transaction

from apps.accounts import picture_shelf as shelf
from apps.accounts.models import Picture, User
from apps.accounts.picture_line import withdraw
from apps.core import darkroom


def develop(picture: Picture, original: bytes) -> list[bytes]:
    """Raises Refused."""
    return list(darkroom.develop(original, picture.crop, picture.sizes))


@transaction.atomic
def settle(picture: Picture, state: Picture.State, refusal: str) -> bool:
    """Ready, it stands instead of the one before. Returns whether anybody still waited for it."""
    person = _whose(picture)
    if person is None:
        return False
    if state == Picture.State.READY:
        withdraw(Picture.objects.of(person, picture.kind).filter(state=Picture.State.READY))
    Picture.objects.filter(pk=picture.pk).become(state, refusal=refusal)
    if state == Picture.State.READY:
        shelf.show(person, picture.kind, key=picture.key)
    shelf.tell(person, picture.kind, state)
    return True


def _whose(picture: Picture) -> User | None:
    """Who waits for it; None if it was withdrawn, or finished by somebody else, since we took it."""
    person = User.objects.select_for_update(no_key=True).filter(pk=picture.person_id or 0).first()
    is_ours = Picture.objects.filter(pk=picture.pk, state=Picture.State.PROCESSING).exists()
    return person if is_ours else None
