"""Pictures that belong to Tweets, from their upload to the end of their files."""

from datetime import timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from apps.core.ids import new_id
from apps.core.uploads import new_key, path_of
from apps.tweets.models.drafts import Draft
from apps.tweets.models.tweets import Tweet

MOST_PICTURES = 4  # of one Tweet
ALT_LIMIT = 1500  # characters


class TweetPictureQuerySet(models.QuerySet["TweetPicture"]):
    def untaken(self) -> Self:
        """What waits to be made, and what somebody took and never came back with."""
        overdue = Q(state=TweetPicture.State.PROCESSING, changed_at__lt=timezone.now() - TweetPicture.TAKEN_FOR)
        return self.filter(Q(state=TweetPicture.State.UPLOADED) | overdue)

    def unwanted(self) -> Self:
        """What never came whole, was taken out, was posted never, or lost its Tweet or its owner: its files may go."""
        now = timezone.now()
        gone = Q(state=TweetPicture.State.GONE, changed_at__lt=now - TweetPicture.LONGEST_UPLOAD)
        lonely = Q(tweet=None, draft=None) & (
            Q(owner=None) | Q(attached_at__isnull=False) | Q(sent_at__lt=now - TweetPicture.KEPT_UNPOSTED)
        )
        return self.filter(gone | lonely).exclude(state=TweetPicture.State.CLEARED)

    def become(self, state: "TweetPicture.State", **fields: object) -> int:
        """How many did."""
        return self.update(state=state, changed_at=timezone.now(), **fields)


class TweetPicture(models.Model):
    """uploaded → processing → ready, or refused with the code of a refusal; then gone, and cleared once its files are deleted.

    What a page shows of those that are ready stands in `Tweet.pictures` too, for a page reads many Tweets.
    """

    class State(models.TextChoices):
        UPLOADED = "uploaded"
        PROCESSING = "processing"
        READY = "ready"
        REFUSED = "refused"
        GONE = "gone"
        CLEARED = "cleared"

    SIZES: ClassVar[dict[str, int]] = {"large": 1600, "small": 680}  # pixels of the longer side at most, the largest first
    TAKEN_FOR = timedelta(minutes=3)  # longer than making one takes at most (`core/darkroom.py`)
    LONGEST_UPLOAD = timedelta(minutes=10)
    KEPT_UNPOSTED = timedelta(days=7)  # as long as somebody may come back to a draft

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="tweet_pictures")
    tweet = models.ForeignKey(Tweet, models.SET_NULL, null=True, related_name="picture_rows")
    draft = models.ForeignKey(Draft, models.SET_NULL, null=True, related_name="+")  # which keeps it from being swept away
    attached_at = models.DateTimeField(null=True)
    position = models.PositiveSmallIntegerField(default=0)
    alt = models.TextField(max_length=ALT_LIMIT, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.GONE)  # until the file has come
    refusal = models.CharField(max_length=40, blank=True)
    key = models.CharField(max_length=32, unique=True, default=new_key)  # the name of its files
    width = models.PositiveSmallIntegerField(default=0)  # of the largest we made
    height = models.PositiveSmallIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)  # when its state did

    objects: ClassVar[TweetPictureQuerySet] = TweetPictureQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [models.Index(fields=["state", "changed_at"], name="tweet_picture_by_state")]

    def __str__(self) -> str:
        return f"{self.key}: {self.state}"

    @property
    def original_path(self) -> str:
        return path_of("uploads", self.key)

    def path_at(self, size: str) -> str:
        return path_of("tweet-pictures", self.key, f"-{size}.webp")

    @property
    def paths(self) -> list[str]:
        return [self.path_at(size) for size in self.SIZES]

    def as_shown(self) -> dict[str, object]:
        """What a page needs of it."""
        return {"key": self.key, "width": self.width, "height": self.height, "alt": self.alt}
