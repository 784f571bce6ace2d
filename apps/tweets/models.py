"""What people say in writing."""

from typing import ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import User
from apps.core.ids import new_id
from apps.graph.access import open_to
from apps.graph.hearing import unmuted_on_home
from apps.graph.models import Follow
from apps.graph.reach import out_of_reach_of

LENGTH_LIMIT = 280  # weighted characters
STORED_LIMIT = 4000  # characters: links and emoji may be long and count little, but not without end


class TweetQuerySet(models.QuerySet["Tweet"]):
    def visible_to(self, viewer: User | AnonymousUser) -> Self:
        """What `viewer` may read: what waits for a moderator only its author, what was removed nobody."""
        is_open = models.Q(held_at=None) | models.Q(author_id=viewer.pk)
        return self.filter(is_open, open_to(viewer, "author"), removed_at=None)

    def on_home_of(self, person: User) -> Self:
        """What the people they follow posted, and what they posted themselves."""
        followed = Follow.objects.by(person).values("followed")
        told = self.visible_to(person).filter(models.Q(author__in=followed) | models.Q(author=person))
        return told.filter(unmuted_on_home(person, person="author", text="text"))

    def found_by(self, viewer: User | AnonymousUser) -> Self:
        """What `viewer` comes across in a search: what they may read, but nothing of authors whose reach is limited."""
        return self.visible_to(viewer).exclude(author__in=out_of_reach_of(viewer))

    def saying(self, words: str) -> Self:
        """Tweets with `words` in them."""
        return self.filter(text__icontains=words)

    def readable_by(self, viewer: User | AnonymousUser) -> Self:
        """With all that a page shows of each: its author, how many like it, whether `viewer` does."""
        likes = Like.objects.filter(tweet=models.OuterRef("pk")).order_by()
        count = likes.values("tweet").annotate(count=models.Count("pk")).values("count")
        return self.select_related("author").annotate(
            like_count=Coalesce(models.Subquery(count), 0),
            is_liked=models.Exists(likes.filter(person_id=viewer.pk)),
        )


class Tweet(models.Model):
    """A text of at most 280 weighted characters; `card_path` is the internal address of what it shows below the text."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="tweets")
    text = models.TextField(max_length=STORED_LIMIT)
    card_path = models.CharField(max_length=200, blank=True)
    posted_at = models.DateTimeField(default=timezone.now)
    held_at = models.DateTimeField(null=True, blank=True)  # waits for a moderator; until then only its author sees it
    removed_at = models.DateTimeField(null=True, blank=True)  # by moderators; kept so that an appeal can bring it back

    objects: ClassVar[TweetQuerySet] = TweetQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [models.Index(fields=["author", "-id"], name="tweets_of_author")]

    def __str__(self) -> str:
        return f"{self.author}: {self.text[:40]}"

    def get_absolute_url(self) -> str:
        return reverse("tweet", args=[self.pk])


class Like(models.Model):
    """`person` likes `tweet`, once."""

    tweet = models.ForeignKey(Tweet, models.CASCADE, related_name="likes")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="likes")
    liked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tweet", "person"], name="like_once")]

    def __str__(self) -> str:
        return f"{self.person} likes {self.tweet_id}"
