"""What many people write about of a sudden."""

from datetime import timedelta
from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Value
from django.db.models.functions import Concat
from django.utils import timezone

from apps.graph.models import MutedWord
from apps.tweets.models.hashtags import Hashtag
from apps.tweets.models.tweets import Viewer

_FRESH_FOR = timedelta(hours=1)  # without a count for so long, nobody knows what people write about now


class TrendQuerySet(models.QuerySet["Trend"]):
    def found_by(self, viewer: Viewer) -> Self:
        """The most rising first, without what was hidden and what `viewer` does not want to meet."""
        name = OuterRef("hashtag__name")
        muted = MutedWord.objects.of(viewer).filter(on_home=True)
        muted = muted.filter(words__iexact=name) | muted.filter(words__iexact=Concat(Value("#"), name))
        rising = self.filter(hidden_at=None, counted_at__gt=timezone.now() - _FRESH_FOR, rise__gt=0)
        return rising.exclude(Exists(muted)).select_related("hashtag").order_by("-rise", "hashtag__name")

    def hidden(self) -> Self:
        return self.filter(hidden_at__isnull=False).select_related("hashtag").order_by("-hidden_at")


class Trend(models.Model):
    """A hashtag as `trends.count_trends` counted it last: how many people used it within a day, and by how much that is more than usual.

    Once hidden it stays so, also through days on which nobody uses it.
    """

    hashtag = models.OneToOneField(Hashtag, models.CASCADE, primary_key=True, related_name="trend")
    people_count = models.PositiveIntegerField(default=0)
    rise = models.FloatField(default=0)
    counted_at = models.DateTimeField(default=timezone.now)
    hidden_at = models.DateTimeField(null=True, blank=True)  # by a moderator

    objects: ClassVar[TrendQuerySet] = TrendQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [models.Index(F("rise").desc(), name="trends_by_rise")]

    def __str__(self) -> str:
        return str(self.hashtag)
