"""The only door for ids and keys of clips that come from outside."""

from django.core.files.storage import default_storage

from apps.accounts.models import User
from apps.clips.hearing import may_hear
from apps.clips.models import SOUNDS, Clip
from apps.core.errors import NotFound
from apps.core.ids import id_in
from apps.graph.access import Viewer

_LOST = (Clip.State.GONE, Clip.State.CLEARED)


def clip_for(viewer: Viewer, clip_id: object) -> Clip:
    """A clip that `viewer` may hear. Raises NotFound."""
    return _audible(viewer, Clip.objects.filter(pk=id_in(clip_id) or 0).first())


def own_clip(owner: User, clip_id: object) -> Clip:
    """A clip that `owner` sent, whatever became of it, unless they took it back. Raises NotFound, also for somebody else's."""
    clip = Clip.objects.filter(owner=owner, pk=id_in(clip_id) or 0).exclude(state__in=_LOST).first()
    if clip is None:
        raise NotFound
    return clip


def unused_clip(owner: User, clip_id: object) -> Clip:
    """A clip that `owner` sent and that is part of nothing yet. Raises NotFound."""
    clip = own_clip(owner, clip_id)
    if clip.used_at or clip.first_id:
        raise NotFound
    return clip


def sound_of(viewer: Viewer, key: str, sound: str) -> bytes:
    """What is played of the clip with this `key`, as one of `SOUNDS`, for who may hear it. Raises NotFound."""
    clip = _audible(viewer, Clip.objects.filter(key=key).first())
    if sound not in SOUNDS:
        raise NotFound
    try:
        with default_storage.open(clip.path_as(sound)) as file:
            return bytes(file.read())
    except FileNotFoundError:
        raise NotFound from None


def _audible(viewer: Viewer, clip: Clip | None) -> Clip:
    if clip is None or not may_hear(viewer, clip):
        raise NotFound
    return clip
