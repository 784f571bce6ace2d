"""A picture that somebody sent, whatever it is for, from its upload to the end of its files."""

from datetime import timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.utils import timezone

from apps.core.uploads import new_key, path_of


class SentPictureQuerySet(models.QuerySet[Any]):
    def untaken(self) -> Self:
        """What waits to be made, and what somebody took and never came back with."""
        overdue = models.Q(state=SentPicture.State.PROCESSING, changed_at__lt=timezone.now() - SentPicture.TAKEN_FOR)
        return self.filter(models.Q(state=SentPicture.State.UPLOADED) | overdue)

    def unwanted(self) -> Self:
        """What never came whole, or is shown no more: its files may go. Of its owner and its place, each kind says more."""
        return self.filter(state=SentPicture.State.GONE, changed_at__lt=timezone.now() - SentPicture.LONGEST_UPLOAD)

    def become(self, state: "SentPicture.State", **fields: object) -> int:
        """How many did."""
        return self.update(state=state, changed_at=timezone.now(), **fields)


class SentPicture(models.Model):
    """uploaded → processing → ready, or refused with the code of a refusal. Then gone, once it is shown no more, and cleared, once its
    files are deleted; cleared rows are kept for a day, because they count. The way is `picture_line.py`."""

    class State(models.TextChoices):
        UPLOADED = "uploaded"
        PROCESSING = "processing"
        READY = "ready"
        REFUSED = "refused"
        GONE = "gone"
        CLEARED = "cleared"

    IN_THE_MAKING = (State.UPLOADED, State.PROCESSING)
    TAKEN_FOR = timedelta(minutes=3)  # longer than making one takes at most (`core/darkroom.py`)
    LONGEST_UPLOAD = timedelta(minutes=10)

    state = models.CharField(max_length=10, choices=State.choices, default=State.GONE)  # until the file has come
    refusal = models.CharField(max_length=40, blank=True)
    key = models.CharField(max_length=32, unique=True, default=new_key)  # the name of its files
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)  # when its state did

    objects: ClassVar[SentPictureQuerySet] = SentPictureQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        abstract = True

    @property
    def original_path(self) -> str:
        return path_of("uploads", self.key)

    @property
    def paths(self) -> list[str]:
        """Of what is made of it, as `develop` has it."""
        raise NotImplementedError
