"""A question with two to four answers, and who chose which."""

from datetime import timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from apps.tweets.models.tweets import Tweet

FEWEST_OPTIONS, MOST_OPTIONS = 2, 4
OPTION_LIMIT = 25  # characters
SHORTEST, LONGEST = timedelta(minutes=5), timedelta(days=7)
MOST_TRIES = 10  # to tell of its end


class PollQuerySet(models.QuerySet["Poll"]):
    def running(self) -> Self:
        return self.filter(ends_at__gt=timezone.now())

    def untold(self) -> Self:
        """Over, and nobody was told yet; those that are held wait for a moderator."""
        return self.filter(ends_at__lte=timezone.now(), told_at=None, tries__lt=MOST_TRIES, tweet__held_at=None)


class Poll(models.Model):
    """What a Tweet asks. How many chose each answer is counted in columns, with the rows of `Vote` as the truth."""

    tweet = models.OneToOneField(Tweet, models.CASCADE, primary_key=True, related_name="poll")
    options: Any = models.JSONField()  # the words of each answer
    votes_0 = models.PositiveIntegerField(default=0, editable=False)
    votes_1 = models.PositiveIntegerField(default=0, editable=False)
    votes_2 = models.PositiveIntegerField(default=0, editable=False)
    votes_3 = models.PositiveIntegerField(default=0, editable=False)
    ends_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)  # when those concerned were told that it is over
    tries = models.PositiveSmallIntegerField(default=0, editable=False)  # to tell them that failed

    objects: ClassVar[PollQuerySet] = PollQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [models.Index(fields=["ends_at"], name="polls_untold", condition=models.Q(told_at=None))]

    def __str__(self) -> str:
        return f"{self.tweet_id}: {' / '.join(self.options)}"

    @property
    def is_over(self) -> bool:
        return self.ends_at <= timezone.now()

    @property
    def counts(self) -> list[int]:
        return [self.votes_0, self.votes_1, self.votes_2, self.votes_3][: len(self.options)]

    @property
    def votes_count(self) -> int:
        return sum(self.counts)

    @property
    def answers(self) -> list[dict[str, Any]]:
        """Each answer: its number, its words, how many chose it, its part of all in percent, whether none has more."""
        total, most = self.votes_count, max(self.counts)
        return [
            {"choice": choice, "words": words, "count": count, "percent": round(100 * count / total) if total else 0}
            | {"is_first": bool(count) and count == most}
            for choice, (words, count) in enumerate(zip(self.options, self.counts, strict=True))
        ]


class Vote(models.Model):
    """`person` chose one answer, once and for good."""

    poll = models.ForeignKey(Poll, models.CASCADE, related_name="votes")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="votes")
    choice = models.PositiveSmallIntegerField()  # the number of the answer, from 0
    voted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["poll", "person"], name="vote_once")]

    def __str__(self) -> str:
        return f"{self.person_id} chose {self.choice} in {self.poll_id}"
