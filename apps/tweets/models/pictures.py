"""Pictures that belong to Tweets, from their upload to the end of their files."""

from datetime import timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from apps.accounts.models import SentPicture, SentPictureQuerySet
from apps.core.ids import new_id
from apps.core.uploads import path_of
from apps.tweets.models.drafts import Draft
from apps.tweets.models.tweets import Tweet

MOST_PICTURES = 4  # of one Tweet
ALT_LIMIT = 1500  # characters


class TweetPictureQuerySet(SentPictureQuerySet):
    def unwanted(self) -> Self:
        """What never came whole, was taken out, was posted never, or lost its Tweet or its owner: its files may go."""
        is_old = Q(sent_at__lt=timezone.now() - TweetPicture.KEPT_UNPOSTED)
        lonely = self.filter(Q(owner=None) | Q(attached_at__isnull=False) | is_old, tweet=None, draft=None)
        return super().unwanted() | lonely.exclude(state=TweetPicture.State.CLEARED)


class TweetPicture(SentPicture):
    """What a page shows of those that are ready stands in `Tweet.pictures` too, for a page reads many Tweets."""

    SIZES: ClassVar[dict[str, int]] = {"large": 1600, "small": 680}  # pixels of the longer side at most, the largest first
    KEPT_UNPOSTED = timedelta(days=7)  # as long as somebody may come back to a draft

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="tweet_pictures")
    tweet = models.ForeignKey(Tweet, models.SET_NULL, null=True, related_name="picture_rows")
    draft = models.ForeignKey(Draft, models.SET_NULL, null=True, related_name="+")  # which keeps it from being swept away
    attached_at = models.DateTimeField(null=True)
    position = models.PositiveSmallIntegerField(default=0)
    alt = models.TextField(max_length=ALT_LIMIT, blank=True)
    width = models.PositiveSmallIntegerField(default=0)  # of the largest we made
    height = models.PositiveSmallIntegerField(default=0)

    objects: ClassVar[TweetPictureQuerySet] = TweetPictureQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [models.Index(fields=["state", "changed_at"], name="tweet_picture_by_state")]

    def __str__(self) -> str:
        return f"{self.key}: {self.state}"

    def path_at(self, size: str) -> str:
        return path_of("tweet-pictures", self.key, f"-{size}.webp")

    @property
    def paths(self) -> list[str]:
        return [self.path_at(size) for size in self.SIZES]

    def as_shown(self) -> dict[str, object]:
        """What a page needs of it."""
        return {"key": self.key, "width": self.width, "height": self.height, "alt": self.alt}
