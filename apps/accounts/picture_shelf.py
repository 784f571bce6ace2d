"""Which picture is shown, and what becomes of those that are not."""

from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction

from apps.accounts.models import Picture, PictureQuerySet, User
from apps.realtime import events, push


def take_turn(person_id: int) -> User:
    """All that changes which pictures of a person are shown happens one after the other."""
    return User.objects.select_for_update(no_key=True).get(pk=person_id)


def show(person: User, kind: str, *, key: str) -> None:
    """Empty `key`: nothing."""
    setattr(person, kind, key)
    person.save(update_fields=[kind])


def tell(person: User, kind: str, state: str) -> None:
    push.to_user(person.pk, events.PictureChanged(str(person.pk), kind, state, person.avatar_at(128), person.banner_at(600)))


def withdraw(pictures: PictureQuerySet) -> None:
    """Their files are deleted after the commit; if not by us, then by the sweep."""
    withdrawn = list(pictures.exclude(state__in=(Picture.State.GONE, Picture.State.CLEARED)))
    Picture.objects.filter(pk__in=[picture.pk for picture in withdrawn]).become(Picture.State.GONE)
    for picture in withdrawn:
        transaction.on_commit(partial(clear, picture), robust=True)


def clear(picture: Picture) -> None:
    """Deletes the files of a picture that nobody shows, and says so in its row."""
    for path in (picture.original_path, *picture.paths):
        default_storage.delete(path)
    Picture.objects.filter(pk=picture.pk).become(Picture.State.CLEARED)
