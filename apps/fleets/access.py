"""The only door for ids of Fleets that come from outside. Absent, over and forbidden answer alike: NotFound."""

from django.core.files.storage import default_storage
from django.db.models import Q, QuerySet

from apps.accounts.models import User
from apps.core.errors import NotFound
from apps.core.ids import id_in
from apps.fleets.models import Fleet, FleetPicture, Viewer
from apps.graph.access import person_open_to


def fleet_for(viewer: Viewer, fleet_id: object) -> Fleet:
    """A Fleet that `viewer` may see, with its author and its picture. Raises NotFound."""
    fleets = Fleet.objects.visible_to(viewer).select_related("author", "picture", "clip")
    return _found(fleets.filter(pk=id_in(fleet_id) or 0).first())


def own_fleet(author: User, fleet_id: object) -> Fleet:
    """A Fleet of `author` that is not over. Raises NotFound, also for somebody else's."""
    fleets = Fleet.objects.lasting().filter(author=author, removed_at=None).select_related("author", "picture", "clip")
    return _found(fleets.filter(pk=id_in(fleet_id) or 0).first())


def fleets_by(viewer: User, handle: str) -> QuerySet[Fleet]:
    """What the person with this handle says today and `viewer` may see, the oldest first, each with `is_seen`.

    Raises NotFound if there is none.
    """
    person = person_open_to(viewer, handle)
    fleets = Fleet.objects.visible_to(viewer).filter(author=person).seen_by(viewer).order_by("pk")
    fleets = fleets.select_related("author", "picture", "clip")
    if not fleets:  # asked once: what was found is not empty, though it is deleted meanwhile
        raise NotFound
    return fleets


def own_picture(owner: User, picture_id: object) -> FleetPicture:
    """A picture that `owner` sent and has not posted yet. Raises NotFound."""
    pictures = FleetPicture.objects.filter(owner=owner, attached_at=None)
    picture: FleetPicture | None = pictures.filter(pk=id_in(picture_id) or 0).first()
    if picture is None:
        raise NotFound
    return picture


def picture_for(viewer: Viewer, key: str) -> FleetPicture:
    """A picture that is ready, for who may see its Fleet now, or sent it and has not posted it yet. Raises NotFound."""
    may_see = Q(fleet__in=Fleet.objects.visible_to(viewer)) if viewer.pk else Q(pk=None)
    if viewer.pk:
        may_see |= Q(attached_at=None, owner_id=viewer.pk)
    pictures = FleetPicture.objects.select_related("fleet").filter(may_see)
    picture: FleetPicture | None = pictures.filter(key=key, state=FleetPicture.State.READY).first()
    if picture is None:
        raise NotFound
    return picture


def bytes_of(picture: FleetPicture, size: str) -> bytes:
    """What we made of a picture, as WebP; who may see it was asked before. Raises NotFound."""
    if size not in picture.SIZES:
        raise NotFound
    try:
        with default_storage.open(picture.path_at(size)) as file:
            made: bytes = file.read()
    except FileNotFoundError:
        raise NotFound from None
    return made


def _found(fleet: Fleet | None) -> Fleet:
    if fleet is None:
        raise NotFound
    return fleet
