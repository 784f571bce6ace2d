"""The addresses at which sound is fetched: signed, for one reader and one life of their log-ins, for some hours; and parts of a file.

An address opens nothing by itself. Who asks must be who it was made for, and may they hear the clip is asked by query each time.
"""

import re
import time

from django.core.signing import Signer
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from apps.clips.models import SOUNDS, Clip
from apps.core.errors import NotFound
from apps.graph.access import Viewer

_LIFETIME = 3 * 3600  # seconds at most; a page that stays open longer asks for another address
_STEP = 3600  # so that one is the same for a while, and browsers need not fetch anew
_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})\Z")
_signer = Signer(salt="clips")


def addresses_of(clip: Clip, viewer: Viewer) -> dict[str, str]:
    """For each of `SOUNDS`, where `viewer` fetches it."""
    until = (int(time.time()) + _LIFETIME) // _STEP * _STEP
    return {sound: _address_of(clip.key, sound, viewer, until) for sound in SOUNDS}


def _address_of(key: str, sound: str, viewer: Viewer, until: int) -> str:
    address = reverse("clip_sound", kwargs={"clip_key": key, "sound": sound})
    return f"{address}?until={until}&for={_signature(key, viewer, until)}"


def _signature(key: str, viewer: Viewer, until: int) -> str:
    epoch = viewer.access_epoch if viewer.is_authenticated else 0
    return _signer.signature(f"{key}:{viewer.pk or 0}:{epoch}:{until}")


def check_address(request: HttpRequest, key: str) -> None:
    """Raises NotFound if what was signed was signed for somebody else, or is over."""
    until = request.GET.get("until", "")
    if not (until.isascii() and until.isdecimal() and len(until) < 12) or int(until) < time.time():
        raise NotFound
    if not constant_time_compare(request.GET.get("for", ""), _signature(key, request.user, int(until))):
        raise NotFound


def answer_with(request: HttpRequest, sound: bytes, kind: str) -> HttpResponse:
    """The whole of it, or the part that was asked for: Safari plays nothing without, and nobody seeks. What asks for several gets all."""
    size, asked = len(sound), _RANGE.match(request.headers.get("Range", ""))
    if not asked or not any(asked.groups()):
        return _headed(HttpResponse(sound, content_type=kind))
    first, last = _bounds(asked[1], asked[2], size)
    if first > last:
        answer = HttpResponse(status=416, content_type=kind)
        answer["Content-Range"] = f"bytes */{size}"
        return _headed(answer)
    answer = HttpResponse(sound[first : last + 1], status=206, content_type=kind)
    answer["Content-Range"] = f"bytes {first}-{last}/{size}"
    return _headed(answer)


def _bounds(first: str, last: str, size: int) -> tuple[int, int]:
    if not first:
        return max(0, size - int(last)), size - 1 if int(last) else -1
    return int(first), min(int(last) if last else size - 1, size - 1)


def _headed(answer: HttpResponse) -> HttpResponse:
    answer["Accept-Ranges"] = "bytes"
    answer["Cache-Control"] = "private, no-store"  # a Tweet may be deleted: then nothing of it is left to be heard
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Disposition"] = "inline"
    return answer
