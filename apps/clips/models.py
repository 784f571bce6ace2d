"""Clips: what somebody said, as a file, from its upload to the end of its files."""

from datetime import timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, ManyToOneRel, OuterRef, Q
from django.utils import timezone

from apps.clips.sounds import LONGEST_MS
from apps.core.ids import new_id
from apps.core.uploads import new_key, path_of

MOST_CLIPS = 25  # that one recording becomes, as many as a thread has Tweets
SOUNDS = {"ogg": "audio/ogg; codecs=opus", "m4a": "audio/mp4; codecs=mp4a.40.2"}  # what is made of each, the better one first


class ClipQuerySet(models.QuerySet["Clip"]):
    def untaken(self) -> Self:
        """What waits to be made, and what somebody took and never came back with."""
        overdue = Q(state=Clip.State.PROCESSING, changed_at__lt=timezone.now() - Clip.TAKEN_FOR)
        return self.filter(Q(state=Clip.State.UPLOADED) | overdue)

    def unheard(self) -> Self:
        """What waits for its words, and what somebody took and never came back with."""
        overdue = Q(words_taken_at=None) | Q(words_taken_at__lt=timezone.now() - Clip.WORDS_TAKEN_FOR)
        return self.filter(overdue, state=Clip.State.READY, words_state=Clip.Words.WAITING)

    def unwanted(self) -> Self:
        """What never came whole, was used never, or lost what used it or whose it was: its files may go."""
        now = timezone.now()
        never_came = Q(state=Clip.State.GONE, changed_at__lt=now - Clip.LONGEST_UPLOAD)
        is_free = Q(used_at__lt=now - Clip.LONGEST_UPLOAD) | Q(used_at=None, sent_at__lt=now - Clip.KEPT_UNUSED) | Q(owner=None)
        return self.exclude(state=Clip.State.CLEARED).filter(never_came | is_free & ~_held())

    def unheld(self) -> Self:
        """What no later app has in a row of its own, not even in a draft."""
        return self.filter(~_held())

    def forgotten(self) -> Self:
        """Rows of which nothing is left, and that count no more."""
        return self.filter(~_held(), state=Clip.State.CLEARED, sent_at__lt=timezone.now() - Clip.KEPT_CLEARED)

    def become(self, state: "Clip.State", **fields: object) -> int:
        """How many did."""
        return self.update(state=state, changed_at=timezone.now(), **fields)


def _held() -> Q:
    """Whether a row of a later app has it: a Tweet, a message, a Fleet. Any foreign key to a clip holds it; and, as long as they are part
    of nothing themselves, the further ones of its recording, of which a draft names only the first."""
    held = Q(pk__in=[])
    for relation in Clip._meta.get_fields(include_hidden=True):
        if isinstance(relation, ManyToOneRel) and relation.related_model is not Clip:
            rows, key = relation.related_model._base_manager, relation.field.name
            held |= Q(Exists(rows.filter(**{key: OuterRef("pk")})))
            held |= Q(Exists(rows.filter(**{key: OuterRef("first")})), used_at=None)
    return held


class Clip(models.Model):
    """uploaded → processing → ready, or refused with the code of a refusal. Then gone, once it is wanted no more, and cleared, once its files
    are deleted. The way is `line.py`; that of its words, once it is ready, `transcribing.py`."""

    class State(models.TextChoices):
        UPLOADED = "uploaded"
        PROCESSING = "processing"
        READY = "ready"
        REFUSED = "refused"
        GONE = "gone"
        CLEARED = "cleared"

    class Words(models.TextChoices):
        WAITING = "waiting"
        READY = "ready"
        EMPTY = "empty"  # nothing was understood
        OFF = "off"  # there is no engine here
        NO_LANGUAGE = "no_language"  # the engine does not know the language
        FAILED = "failed"  # the engine died of it

    IN_THE_MAKING = (State.UPLOADED, State.PROCESSING)
    TAKEN_FOR = timedelta(minutes=1)  # without a sign of who makes it
    WORDS_TAKEN_FOR = timedelta(minutes=4)  # longer than an utterance takes at most
    LONGEST_UPLOAD = timedelta(minutes=10)
    KEPT_CLEARED = timedelta(days=1)
    KEPT_UNUSED = timedelta(days=7)  # as long as somebody may come back to a draft

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="clips")
    key = models.CharField(max_length=32, unique=True, default=new_key)  # the name of its files
    state = models.CharField(max_length=10, choices=State.choices, default=State.GONE)  # until the file has come
    refusal = models.CharField(max_length=40, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    most_clips = models.PositiveSmallIntegerField(default=1)  # that its recording may become
    sent_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)  # when its state did
    used_at = models.DateTimeField(null=True)  # when it became part of something: that happens once
    # A recording that is longer than a clip goes on in further ones, which know the first.
    first = models.ForeignKey("self", models.SET_NULL, null=True, related_name="further")

    duration_ms = models.PositiveIntegerField(default=0)
    peaks = models.BinaryField(default=bytes)  # how loud it is at 600 places, 0 to 255
    language = models.CharField(max_length=8)

    words_state = models.CharField(max_length=12, choices=Words.choices, default=Words.WAITING)
    words_taken_at = models.DateTimeField(null=True)
    heard_ms = models.PositiveIntegerField(default=0)  # up to where its words are known
    transcript: Any = models.JSONField(default=list)  # [{"start_ms": 0, "end_ms": 4600, "text": "Good morning"}, …]
    corrected_at = models.DateTimeField(null=True)  # by its owner

    objects: ClassVar[ClipQuerySet] = ClipQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [
            models.Index(fields=["state", "changed_at"], name="clips_by_state"),
            models.Index(fields=["id"], name="clips_unheard", condition=Q(state="ready", words_state="waiting")),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.state}"

    def path_as(self, sound: str) -> str:
        """Where it lies in the storage as one of `SOUNDS`."""
        return path_of("clips", self.key, f".{sound}")

    @property
    def original_path(self) -> str:
        return path_of("uploads", self.key)

    @property
    def paths(self) -> list[str]:
        return [self.path_as(sound) for sound in SOUNDS]

    @property
    def text(self) -> str:
        """All that is said in it, as far as it is known."""
        return " ".join(segment["text"] for segment in self.transcript)

    @property
    def unread_text(self) -> str:
        """The same, as long as nobody but a machine has understood it."""
        return "" if self.corrected_at else self.text

    @property
    def all_parts(self) -> list["Clip"]:
        """What its recording became, in order: mostly this clip alone."""
        return [self, *self.further.filter(state=self.State.READY).order_by("pk")]  # not what a dead worker left

    @property
    def is_in_the_making(self) -> bool:
        return self.state in self.IN_THE_MAKING

    @property
    def is_ready(self) -> bool:
        return self.state == self.State.READY

    @property
    def longest_ms(self) -> int:
        return self.most_clips * LONGEST_MS
