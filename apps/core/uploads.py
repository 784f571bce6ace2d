"""Files that people send: how large they may be, what they really are, where they lie."""

import secrets

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from apps.core.errors import Refused

LARGEST_MB = 16
LARGEST = LARGEST_MB * 1024 * 1024  # bytes, of all files in a request
LARGEST_CLIP_MB = 25
LARGEST_CLIP = LARGEST_CLIP_MB * 1024 * 1024
_LARGEST_AT = {"/clips/": LARGEST_CLIP}  # by the address, for a request is looked at before any view has it
_HEAD = 64  # bytes that tell what a file is
_AVIF_BRANDS = {b"avif", b"avis"}


class SizeLimit(FileUploadHandler):
    """The first of Django's upload handlers here: past the limit nothing more of a request is kept, neither in memory nor on disk."""

    received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.received += len(raw_data)
        if self.received > _LARGEST_AT.get(self.request.path, LARGEST):  # type: ignore[union-attr]
            self.request.has_too_much = True  # type: ignore[union-attr]
            raise StopUpload(connection_reset=False)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The next handler keeps the file."""


def picture_in(request: HttpRequest) -> UploadedFile:
    """The file `picture` of a form. Whether it can be seen turns out when it is developed, which no web process does.

    Raises Refused: picture_too_large, picture_missing, not_a_picture (by its first bytes; its name and its type are what anybody says).
    """
    most = Refused("picture_too_large", _("A picture may have up to %d MB. Choose a smaller one.") % LARGEST_MB)
    missing = Refused("picture_missing", _("No picture arrived. Choose one, then send it."))
    file, head = file_in(request, "picture", most=most, missing=missing)
    if kind_of(head) is None:
        raise Refused("not_a_picture", _("Linnet takes JPEG, PNG, WebP and AVIF pictures. This file is something else."))
    return file


def file_in(request: HttpRequest, name: str, *, most: Refused, missing: Refused) -> tuple[UploadedFile, bytes]:
    """The file `name` of a form, and its first bytes. Raises `most` if it was too large, `missing` if nothing came."""
    file = request.FILES.get(name)
    if getattr(request, "has_too_much", False):
        raise most
    if file is None or not file.size:
        raise missing
    head = file.read(_HEAD)
    file.seek(0)
    return file, head


def kind_of(head: bytes) -> str | None:
    """What a file is by its first bytes, in Pillow's words; None if it is no picture that Linnet takes."""
    if head.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "WEBP"
    return "AVIF" if head[4:8] == b"ftyp" and _brands(head) & _AVIF_BRANDS else None


def _brands(head: bytes) -> set[bytes]:
    """The main one, a number, then those a file also calls itself."""
    end = int.from_bytes(head[:4], "big")
    return {head[at : at + 4] for at in range(8, min(end, len(head)), 4)}


def new_key() -> str:
    """Names a file so that nobody guesses it, and as no sender chose."""
    return secrets.token_hex(16)


def path_of(folder: str, key: str, rest: str = "") -> str:
    """Where a file lies in the storage: not all of them in one folder."""
    return f"{folder}/{key[:2]}/{key}{rest}"
