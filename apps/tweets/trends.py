"""Counting what people write about of a sudden, and keeping some of it from the pages."""

from datetime import datetime, timedelta
from math import sqrt

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import BigIntegerField, Count, ExpressionWrapper, F, QuerySet
from django.utils import timezone

from apps.core.errors import NotFound
from apps.core.ids import least_id_at
from apps.tweets import hashtags
from apps.tweets.models import Hashtag, Tagging, Trend

FEWEST_PEOPLE = 3
_DAY = timedelta(days=1)
_USUAL_DAYS = 7


@transaction.atomic
def count_trends(now: datetime | None = None) -> None:
    """Counts, of each hashtag, the people who used it within the last 24 hours, and compares that with the seven days before.

    People are counted and not Tweets, so that nobody makes a trend alone; and only what every visitor comes across counts.
    """
    now = now or timezone.now()
    people = dict(
        _public(now - _DAY, now)
        .values("hashtag")
        .annotate(people=Count("tweet__author", distinct=True))
        .filter(people__gte=FEWEST_PEOPLE)
        .values_list("hashtag", "people")
    )
    usual = _usual(list(people), now)
    found = [
        Trend(hashtag_id=hashtag, people_count=count, rise=(count - usual[hashtag]) / sqrt(usual[hashtag] + 1), counted_at=now)
        for hashtag, count in sorted(people.items())
    ]
    Trend.objects.bulk_create(
        found, update_conflicts=True, unique_fields=["hashtag"], update_fields=["people_count", "rise", "counted_at"]
    )
    Trend.objects.exclude(hashtag__in=people).filter(hidden_at=None).delete()


def _usual(hashtag_ids: list[int], now: datetime) -> dict[int, float]:
    """How many people used each on one of the days before, on average: somebody who did every day counts every day."""
    first, width = least_id_at(now - (_USUAL_DAYS + 1) * _DAY), least_id_at(now) - least_id_at(now - _DAY)
    day = ExpressionWrapper((F("tweet_id") - first) / width, output_field=BigIntegerField())
    earlier = _public(now - (_USUAL_DAYS + 1) * _DAY, now - _DAY).filter(hashtag__in=hashtag_ids)
    counts = earlier.annotate(day=day).values("hashtag", "day").annotate(people=Count("tweet__author", distinct=True))
    used = dict.fromkeys(hashtag_ids, 0)
    for row in counts:
        used[row["hashtag"]] += row["people"]
    return {hashtag: count / _USUAL_DAYS for hashtag, count in used.items()}


def _public(since: datetime, until: datetime) -> QuerySet[Tagging]:
    """By the ids of Tweets, which tell when they were posted."""
    rows = Tagging.objects.found_by(AnonymousUser())
    return rows.filter(tweet_id__gte=least_id_at(since), tweet_id__lt=least_id_at(until)).order_by()


def hide_trend(*, tag: str) -> Trend:
    """Keeps a hashtag from being shown as a trend, now and later. Raises NotFound if nobody ever used it."""
    return _change(tag, timezone.now())


def show_trend(*, tag: str) -> Trend:
    """Lets it be one again, where it is. Raises NotFound if nobody ever used it."""
    return _change(tag, None)


def _change(tag: str, hidden_at: datetime | None) -> Trend:
    hashtag = Hashtag.objects.filter(name=hashtags.name_of(tag)).first()
    if hashtag is None:
        raise NotFound
    trend, _is_new = Trend.objects.update_or_create(hashtag=hashtag, defaults={"hidden_at": hidden_at})
    return trend
