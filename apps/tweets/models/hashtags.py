"""Which hashtags stand in which Tweets."""

from typing import ClassVar, Self

from django.db import models
from django.utils import timezone

from apps.core.text import TAG_LIMIT
from apps.graph.models import Mute
from apps.graph.reach import out_of_reach_of
from apps.tweets.models.marks import MarkQuerySet, OnTweet
from apps.tweets.models.tweets import Tweet, Viewer


class Hashtag(models.Model):
    """One however it is written: `name` is what `core.text.tag_name` makes of it, `shown` how it was written first."""

    name = models.CharField(max_length=TAG_LIMIT, unique=True)
    shown = models.CharField(max_length=TAG_LIMIT)

    def __str__(self) -> str:
        return f"#{self.shown}"


class TaggingQuerySet(MarkQuerySet):
    """Rows newest first by the id of their Tweet."""

    def found_by(self, viewer: Viewer) -> Self:
        """What `viewer` comes across under a hashtag: what they may read, but nothing of authors whose reach is limited or whom they muted."""
        muted = Mute.objects.by(viewer).values("muted")
        return self.visible_to(viewer).exclude(tweet__author__in=out_of_reach_of(viewer)).exclude(tweet__author__in=muted)


class Tagging(OnTweet):
    """`hashtag` stands in `tweet`: since it was posted, or since an edit."""

    tweet = models.ForeignKey(Tweet, models.CASCADE, related_name="taggings", db_index=False)
    hashtag = models.ForeignKey(Hashtag, models.CASCADE, related_name="taggings", db_index=False)
    tagged_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[TaggingQuerySet] = TaggingQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tweet", "hashtag"], name="tagged_once")]
        indexes = [models.Index(fields=["hashtag", "-tweet"], name="tweets_by_hashtag")]

    def __str__(self) -> str:
        return f"{self.hashtag_id} in {self.tweet_id}"
