"""What comes with a recording. The rules are in the services, where every door meets them."""

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from apps.clips import sounds
from apps.clips.studio import refusal
from apps.core import uploads
from apps.core.errors import Refused
from apps.core.ids import id_in
from apps.speech import languages


def file_in(request: HttpRequest) -> UploadedFile:
    """The file `clip` of a form. Whether it can be heard turns out when it is mastered, which no web process does.

    Raises Refused: clip_too_large, clip_missing; clip_is_video, not_a_clip (by its first bytes; its name and its type are what anybody says).
    """
    most = Refused("clip_too_large", _("A recording may have up to %d MB. Choose a smaller one.") % uploads.LARGEST_CLIP_MB)
    missing = Refused("clip_missing", _("No recording arrived. Record one or choose a file, then send it."))
    file, head = uploads.file_in(request, "clip", most=most, missing=missing)
    if sounds.is_video(head):
        raise refusal("clip_is_video")
    if sounds.kind_of(head) is None:
        raise Refused(
            "not_a_clip", _("Linnet takes MP3, Ogg, Opus, WAV, FLAC, AAC, M4A, 3GP and WebM. This file is something else.")
        )
    return file


def language_in(request: HttpRequest) -> str:
    """What is spoken: as chosen, else what its sender reads."""
    return request.POST.get("language") or languages.preferred(request)


def most_clips_in(request: HttpRequest) -> int:
    return id_in(request.POST.get("most_clips", "")) or 1
