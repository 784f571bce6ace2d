"""Tweets: words, what they answer and quote, and how often others did something with them."""

from datetime import timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.models import Answerers, User
from apps.core.ids import new_id
from apps.graph.access import open_to
from apps.graph.hearing import unmuted_on_home
from apps.graph.models import Follow, Mute
from apps.graph.reach import out_of_reach_of

EDITABLE_FOR = timedelta(minutes=30)
LENGTH_LIMIT = 280  # weighted characters
WARNING_LIMIT = 100  # characters
STORED_LIMIT = 4000  # characters: links and emoji may be long and count little, but not without end

WORDS = ("text", "other_words", "quoted__text", "quoted__other_words")  # all that a reader meets in a Tweet
MARKS = (
    "is_liked",
    "is_retweeted",
    "is_bookmarked",
    "is_pinned",
    "is_known_to_author",
    "is_quote_open",
    "is_quote_muted",
    "own_vote",
)

Viewer = User | AnonymousUser


class TweetQuerySet(models.QuerySet["Tweet"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """What `viewer` may read: what waits for a moderator only its author, what was removed nobody."""
        is_open = Q(held_at=None) | Q(author_id=viewer.pk)
        return self.filter(is_open, open_to(viewer, "author"), removed_at=None)

    def on_home_of(self, person: User, muted_words: list[str] | None = None) -> Self:
        """What the people they follow posted, and what they posted themselves; answers only to people among these."""
        followed = Follow.objects.by(person).values("followed")
        heard = followed.union(
            User.objects.filter(pk=person.pk).values("pk")
        )  # no OR: the index by author tells the newest of few
        return self.filter(author__in=heard).told_on_home_of(person, muted_words)

    def told_on_home_of(self, person: User, muted_words: list[str] | None = None) -> Self:
        """The same of what is known to be by people they follow, or by themselves."""
        told = self.visible_to(person).addressed_to(person)
        return told.filter(unmuted_on_home(person, person="author", texts=WORDS, words=muted_words))

    def addressed_to(self, person: User) -> Self:
        """No answers, but those to `person`, to people they follow, and to oneself."""
        followed = Follow.objects.by(person).values("followed")
        answered = Q(answered=models.F("author")) | Q(answered=person) | Q(answered__in=followed)
        return self.filter(Q(in_reply_to=None) | answered)

    def opening(self) -> Self:
        """What begins something: no answers, but the rest of a thread by the same person."""
        return self.filter(Q(in_reply_to=None) | Q(answered=models.F("author")))

    def with_pictures(self) -> Self:
        return self.filter(picture_count__gt=0)

    def unmuted(self, viewer: Viewer) -> Self:
        """Without what people said whom `viewer` does not want to hear."""
        return self.exclude(author__in=Mute.objects.by(viewer).values("muted"))

    def found_by(self, viewer: Viewer) -> Self:
        """What `viewer` comes across in a search: what they may read, but nothing of authors whose reach is limited."""
        return self.visible_to(viewer).exclude(author__in=out_of_reach_of(viewer))

    def readable_by(self, viewer: Viewer) -> Self:
        """With all that a page shows of each: its author, whom it answers, what it quotes, and what `viewer` did with it."""
        return self.select_related(*shown_with()).annotate(**marks_of(viewer))


def shown_with(start: str = "") -> list[str]:
    """What is read along with a Tweet; `start` is the way to it."""
    return [f"{start}{one}" for one in ("author", "answered", "quoted__author", "poll", "clip", "quoted__clip")]


def marks_of(viewer: Viewer, tweet: str = "pk", start: str = "") -> dict[str, Coalesce | Subquery]:
    """What `viewer` did with a Tweet and may do with it (`MARKS`); `tweet` is its key in the filtered rows, `start` the way to it."""
    from apps.tweets.models.marks import Bookmark, Like, Pin, Retweet
    from apps.tweets.models.polls import Vote

    mine = {"tweet": OuterRef(tweet), "person": viewer.pk}
    quoted = Tweet.objects.visible_to(viewer).filter(pk=OuterRef(f"{start}quoted"))
    return {
        "is_liked": _is_any(Like.objects.filter(**mine)),
        "is_retweeted": _is_any(Retweet.objects.filter(**mine)),
        "is_bookmarked": _is_any(Bookmark.objects.filter(**mine)),
        "is_pinned": _is_any(Pin.objects.filter(**mine)),
        "is_known_to_author": _is_any(Follow.objects.filter(follower=OuterRef(f"{start}author"), followed=viewer.pk)),
        "is_quote_open": _is_any(quoted),
        "is_quote_muted": _is_any(Mute.objects.by(viewer).filter(muted=OuterRef(f"{start}quoted__author"))),
        "own_vote": Subquery(Vote.objects.filter(poll=OuterRef(tweet), person=viewer.pk).values("choice")),
    }


def _is_any(rows: models.QuerySet[Any]) -> Coalesce:
    """Whether there are `rows`, asked for each Tweet of a page. Of an `Exists` PostgreSQL may answer all there could be at once, which for a
    page of twenty it does with a look at every Tweet."""
    return Coalesce(Subquery(rows.order_by().values(yes=Value(True))[:1]), Value(False))


class Tweet(models.Model):
    """A text of at most 280 weighted characters; `card_path` is the internal address of what it shows below the text.

    What it answers and quotes may be gone: the ids stay, so that it remains an answer or a quote, of something that is no more.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="tweets")
    text = models.TextField(max_length=STORED_LIMIT)
    warning = models.CharField(max_length=WARNING_LIMIT, blank=True)  # stands before all of it until a reader asks for more
    other_words = models.TextField(
        blank=True, editable=False
    )  # of its warning, poll, pictures and sound, for those who mute words
    card_path = models.CharField(max_length=200, blank=True)
    posted_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True, blank=True)
    sent_as = models.UUIDField(null=True, editable=False)  # given by its author's page: sent twice, it is one
    held_at = models.DateTimeField(null=True, blank=True)  # waits for a moderator; until then only its author sees it
    removed_at = models.DateTimeField(null=True, blank=True)  # by moderators; kept so that an appeal can bring it back

    in_reply_to = models.ForeignKey("self", models.DO_NOTHING, null=True, db_constraint=False, related_name="replies")
    answered = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")  # who wrote that
    root = models.ForeignKey(
        "self", models.DO_NOTHING, null=True, db_constraint=False, related_name="+"
    )  # of a reply: where it began
    hidden_at = models.DateTimeField(null=True, blank=True)  # by the author of the root
    replies_from = models.CharField(
        max_length=9, choices=Answerers, default=Answerers.EVERYONE
    )  # says the root, for all below it
    quoted = models.ForeignKey("self", models.DO_NOTHING, null=True, db_constraint=False, related_name="quotes")

    # What a page shows of its pictures, as `TweetPicture.as_shown` has it; the rows tell what became of their files.
    pictures: Any = models.JSONField(default=list, blank=True)
    picture_count = models.PositiveSmallIntegerField(default=0)
    is_sensitive = models.BooleanField(default=False)  # its author wants readers to be asked before they see the pictures

    clip = models.ForeignKey("clips.Clip", models.SET_NULL, null=True, related_name="+")  # what is said in it, as sound

    # How often others did something with it: changed with the rows that are counted, in one transaction (`counting.py`).
    reply_count = models.PositiveIntegerField(default=0, editable=False)
    like_count = models.PositiveIntegerField(default=0, editable=False)
    retweet_count = models.PositiveIntegerField(default=0, editable=False)
    quote_count = models.PositiveIntegerField(default=0, editable=False)

    objects: ClassVar[TweetQuerySet] = TweetQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["author", "sent_as"], name="tweet_once")]
        indexes = [
            models.Index(fields=["author", "-id"], name="tweets_of_author"),
            models.Index(fields=["author", "-id"], name="tweets_with_pictures", condition=Q(picture_count__gt=0)),
            models.Index(fields=["root", "id"], name="tweets_by_root", condition=Q(root__isnull=False)),
            models.Index(
                fields=["in_reply_to", "-like_count", "id"], name="tweets_below", condition=Q(in_reply_to__isnull=False)
            ),
            models.Index(fields=["in_reply_to"], name="tweets_hidden_below", condition=Q(hidden_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.author}: {self.text[:40]}"

    def get_absolute_url(self) -> str:
        return f"/tweets/{self.pk}/"  # as urls.py has it; `reverse` would cost a list more than its rows do

    @property
    def is_public(self) -> bool:
        """Whether strangers may read it; of a Tweet that somebody may."""
        return self.held_at is None and not self.author.is_protected

    @property
    def preview_picture(self) -> dict[str, Any] | None:
        """What stands for it elsewhere: its first picture, unless readers are asked before they see it."""
        return self.pictures[0] if self.pictures and not (self.warning or self.is_sensitive) else None

    @property
    def excerpt(self) -> str:
        """What may stand where a reader did not ask for it."""
        beside = next(filter(None, self.words_beside), "") or (_("Recording") if self.clip_id else "")
        return self.warning or self.text or beside

    @property
    def is_editable(self) -> bool:
        """Whether its author may still change its words; nobody is asked anew about a poll."""
        return timezone.now() - self.posted_at < EDITABLE_FOR and self.removed_at is None and not self.has_poll

    @property
    def all_words(self) -> str:
        """Everything of it that was written, for those who look it over."""
        return "\n".join(filter(None, [self.warning, self.text, *self.words_beside]))

    @property
    def words_beside(self) -> list[str]:
        """Of its poll, its pictures and what is said in it."""
        said = [self.clip.text] if self.clip else []
        return [*(self.poll.options if self.has_poll else []), *(picture["alt"] for picture in self.pictures), *said]

    @property
    def has_poll(self) -> bool:
        return hasattr(self, "poll")


class Version(models.Model):
    """What a Tweet said until `replaced_at`."""

    tweet = models.ForeignKey(Tweet, models.CASCADE, related_name="versions")
    text = models.TextField(max_length=STORED_LIMIT)
    warning = models.CharField(max_length=WARNING_LIMIT, blank=True)
    replaced_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.tweet_id} until {self.replaced_at}"
