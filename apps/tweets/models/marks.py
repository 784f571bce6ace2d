"""What people do with Tweets, each once: like, retweet, bookmark, pin."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from apps.accounts.models import User
from apps.core.ids import new_id
from apps.graph.access import open_to
from apps.graph.hearing import unmuted_on_home
from apps.graph.models import Follow, Mute
from apps.tweets.models.tweets import MARKS, WORDS, Tweet, Viewer, marks_of, shown_with


class MarkQuerySet(models.QuerySet[Any]):
    """Rows of one kind of mark, newest first by id; each has its `tweet` and its `person`."""

    def visible_to(self, viewer: Viewer) -> Self:
        """On Tweets that `viewer` may read."""
        is_open = Q(tweet__held_at=None) | Q(tweet__author_id=viewer.pk)
        return self.filter(is_open, open_to(viewer, "tweet__author"), tweet__removed_at=None)

    def readable_by(self, viewer: Viewer) -> Self:
        """With the Tweet and all that a page shows of it (`marked_tweet`)."""
        return self.select_related("tweet", *shown_with("tweet__")).annotate(**marks_of(viewer, "tweet", "tweet__"))


class OnTweet(models.Model):
    """A row that belongs to a Tweet, by which pages find it."""

    tweet: Any
    tweet_id: int

    class Meta:
        abstract = True

    @property
    def marked_tweet(self) -> Tweet:
        """The Tweet as `TweetQuerySet.readable_by` has it."""
        for name in MARKS:
            setattr(self.tweet, name, getattr(self, name))
        return self.tweet


class Mark(OnTweet):
    """What one person did with one Tweet."""

    tweet = models.ForeignKey(Tweet, models.CASCADE, related_name="%(class)ss")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="%(class)ss")

    objects: ClassVar[MarkQuerySet] = MarkQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        abstract = True
        constraints = [models.UniqueConstraint(fields=["tweet", "person"], name="%(class)s_once")]
        indexes = [models.Index(fields=["person", "-id"], name="%(class)ss_of_person")]

    def __str__(self) -> str:
        return f"{type(self).__name__} of {self.tweet_id} by {self.person_id}"


class Like(Mark):
    """`person` likes `tweet`, once."""

    liked_at = models.DateTimeField(default=timezone.now)


class Bookmark(Mark):
    """`person` keeps `tweet` for later; nobody else knows."""

    kept_at = models.DateTimeField(default=timezone.now)


class RetweetQuerySet(MarkQuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        """Of Tweets that `viewer` may read, by people they may read."""
        return super().visible_to(viewer).filter(open_to(viewer, "person"))

    def on_home_of(self, person: User, muted_words: list[str]) -> Self:
        """By the people they follow, of Tweets that come to them no other way; of several of one Tweet, the first."""
        followed = Follow.objects.by(person).values("followed")
        heard = Q(person__in=followed, person__is_active=True) & ~Q(person__in=Mute.objects.by(person).values("muted"))
        first = Retweet.objects.filter(heard, tweet=OuterRef("tweet"), pk__lt=OuterRef("pk"))
        comes_anyway = Tweet.objects.filter(pk=OuterRef("tweet"), author__in=followed).addressed_to(person)
        told = self.visible_to(person).filter(heard, ~Exists(first), ~Exists(comes_anyway)).exclude(tweet__author=person)
        texts = [f"tweet__{text}" for text in WORDS]
        return told.filter(unmuted_on_home(person, person="tweet__author", texts=texts, words=muted_words))

    def readable_by(self, viewer: Viewer) -> Self:
        return super().readable_by(viewer).select_related("person")


class Retweet(Mark):
    """`person` passes `tweet` on to those who follow them. Its id, like a Tweet's, tells when: the two share timelines."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    retweeted_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[RetweetQuerySet] = RetweetQuerySet.as_manager()  # type: ignore[assignment]


class Pin(models.Model):
    """The one Tweet that `person` wants to be read first on their profile."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="pin")
    tweet = models.OneToOneField(Tweet, models.CASCADE, related_name="pin")

    def __str__(self) -> str:
        return f"{self.person} pins {self.tweet_id}"
