"""Sending, using and taking back what was said."""

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts import limits
from apps.accounts.models import User
from apps.clips import line, tasks
from apps.clips.models import MOST_CLIPS, Clip
from apps.core.errors import Refused
from apps.core.ids import id_in
from apps.speech.languages import good_language

_State = Clip.State


def upload_clip(*, owner: User, file: "File[bytes]", language: str, most_clips: int = 1) -> Clip:
    """`file`, in which `language` is spoken, shall become a clip of `owner`; a recording that is longer than one becomes up to `most_clips`.

    What it is was looked at by `uploads.clip_in`. Raises Refused: unknown_language. Raises TooFast past the limit on clips.
    """
    # The row is there before the file, as one that is gone: whatever dies in between leaves no file that nobody knows of.
    with transaction.atomic():
        limits.spend(owner, "clips")
        clip = Clip.objects.create(owner=owner, language=good_language(language), most_clips=min(max(most_clips, 1), MOST_CLIPS))
    default_storage.save(clip.original_path, file)
    Clip.objects.filter(pk=clip.pk).become(_State.UPLOADED)
    clip.state = _State.UPLOADED
    transaction.on_commit(tasks.make_clips.delay, robust=True)
    return clip


def take_clip(*, owner: User, given_id: object) -> Clip:
    """The clip with this id, as it came from outside, becomes part of something, once and for all; to be called in the transaction that
    writes the row which holds it.

    Raises Refused: clip_unknown, clip_used, clip_not_ready, clip_too_long (it goes on in further ones).
    """
    first, *further = take_clips(owner=owner, given_id=given_id)
    if further:
        raise Refused("clip_too_long", _("There is room for 140 seconds. Record it again, a little shorter."))
    return first


@transaction.atomic
def take_clips(*, owner: User, given_id: object) -> list[Clip]:
    """The same, with all that the recording goes on in: the first of them, and those behind it, each of which counts as one more recording.
    Raises as `take_clip`, but clip_too_long; TooFast past the limit on clips."""
    mine = Clip.objects.select_for_update().filter(owner=owner, first=None)
    clip = mine.filter(pk=id_in(given_id) or 0).first()
    if clip is None or clip.state in (_State.GONE, _State.CLEARED, _State.REFUSED):
        raise Refused("clip_unknown", _("The recording is no longer there. Record it again."))
    if clip.used_at:
        raise Refused("clip_used", _("This recording was sent already. Record another."))
    if clip.state != _State.READY:
        raise Refused("clip_not_ready", _("The recording is not ready yet. Wait a moment, then try again."))
    clips = clip.all_parts
    for _further in clips[1:]:
        limits.spend(owner, "clips")
    now = timezone.now()
    Clip.objects.filter(pk__in=[one.pk for one in clips]).update(used_at=now)
    for one in clips:
        one.used_at = now
    return clips


@transaction.atomic
def withdraw_clip(*, clip: Clip) -> None:
    """Nobody hears it from now on, and its files are deleted: what it was part of is taken back. Of one that is part of nothing yet, the
    further ones too. Whose it is was checked."""
    further = Q(pk__in=[]) if clip.used_at else Q(first=clip)
    line.withdraw(Clip.objects.filter(Q(pk=clip.pk) | further))


def take_out(*, clip: Clip) -> None:
    """Not to be used after all. One that a draft keeps stays until the draft does without it. Whose it is was checked by
    `access.unused_clip`."""
    if Clip.objects.filter(pk=clip.pk).unheld().exists():
        withdraw_clip(clip=clip)
