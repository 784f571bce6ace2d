"""What an archive holds of somebody's clips, and which files go with them."""

from collections.abc import Iterator
from typing import Any

from django.core.files.storage import default_storage

from apps.accounts.models import User
from apps.clips.models import Clip
from apps.core.belongings import StoredFile


def clips_of(person: User) -> list[Any]:
    """What they said, in words."""
    ready = Clip.objects.filter(owner=person, state=Clip.State.READY).order_by("pk")
    return list(ready.values("id", "key", "sent_at", "duration_ms", "language", "transcript", "corrected_at"))


def files_of(person: User) -> Iterator[StoredFile]:
    """For their archive each as Opus; for the day they are deleted, all."""
    for clip in Clip.objects.filter(owner=person, state=Clip.State.READY):
        yield StoredFile(default_storage, clip.path_as("ogg"), f"clips/{clip.pk}-{clip.key[:8]}.ogg")
        yield StoredFile(default_storage, clip.path_as("m4a"), "")
