"""What people say for a day: Fleets, their pictures, who has seen which, and whose nobody wants to see."""

from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import SentPicture, SentPictureQuerySet, User
from apps.core.ids import new_id
from apps.core.uploads import path_of
from apps.graph.access import in_sight, open_to
from apps.graph.hearing import unmuted_on_home
from apps.graph.models import Follow

LASTS = timedelta(hours=24)
LENGTH_LIMIT = 280  # weighted characters, as of a Tweet
STORED_LIMIT = 4000  # characters
ALT_LIMIT = 1500  # characters

Viewer = User | AnonymousUser


class FleetPictureQuerySet(SentPictureQuerySet):
    def unwanted(self) -> Self:
        """What never came whole, was taken out, was posted never, or lost its Fleet or its owner: its files may go."""
        is_old = Q(sent_at__lt=timezone.now() - FleetPicture.KEPT_UNPOSTED)
        lonely = self.filter(Q(owner=None) | Q(attached_at__isnull=False) | is_old, fleet=None)
        return super().unwanted() | lonely.exclude(state=FleetPicture.State.CLEARED)


class FleetPicture(SentPicture):
    """The picture of a Fleet, whole; `picture_line.py` makes it."""

    SIZES: ClassVar[dict[str, int]] = {"large": 1600, "small": 680}  # pixels of the longer side at most, the largest first
    KEPT_UNPOSTED = timedelta(days=1)

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="fleet_pictures")
    attached_at = models.DateTimeField(null=True)  # when it was posted: whoever lost their Fleet does not get it back
    alt = models.TextField(max_length=ALT_LIMIT, blank=True)
    width = models.PositiveSmallIntegerField(default=0)  # of the largest we made
    height = models.PositiveSmallIntegerField(default=0)

    objects: ClassVar[FleetPictureQuerySet] = FleetPictureQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [models.Index(fields=["state", "changed_at"], name="fleet_picture_by_state")]

    def __str__(self) -> str:
        return f"{self.key}: {self.state}"

    def path_at(self, size: str) -> str:
        return path_of("fleet-pictures", self.key, f"-{size}.webp")

    @property
    def paths(self) -> list[str]:
        return [self.path_at(size) for size in self.SIZES]


class FleetQuerySet(models.QuerySet["Fleet"]):
    def lasting(self) -> Self:
        """Whose day is not over. The query says so, whatever a task has tidied by then."""
        return self.filter(expires_at__gt=timezone.now())

    def standing(self) -> Self:
        """Lasting, and neither held nor removed by moderators."""
        return self.lasting().filter(held_at=None, removed_at=None)

    def visible_to(self, viewer: Viewer) -> Self:
        """What `viewer` may see: what they might read of its author, for a day; nobody who is not logged in sees any."""
        if viewer.pk is None:
            return self.none()
        is_open = Q(held_at=None) | Q(author_id=viewer.pk)
        return self.lasting().filter(is_open, open_to(viewer, "author"), removed_at=None)

    def coming_to(self, person: User, muted_words: list[str] | None = None) -> Self:
        """What the bar on top of Home tells `person` of: of those they follow, without whom they muted, with all or with their Fleets.

        `muted_words` are those of `hearing.muted_on_home`; without them they are asked for here.
        """
        followed = Follow.objects.by(person).values("followed")
        hushed = FleetMute.objects.by(person).values("muted")
        wanted = unmuted_on_home(person, person="author", texts=("text", "other_words"), words=muted_words)
        return self.visible_to(person).filter(wanted, author__in=followed).exclude(author__in=hushed)

    def seen_by(self, person: Viewer) -> Self:
        """Each with `is_seen`: whether `person` has seen it; their own they have."""
        seen = Sighting.objects.filter(fleet=OuterRef("pk"), person=person.pk)
        return self.annotate(is_seen=Exists(seen) | Q(author=person.pk))

    def unseen_first(self, person: Viewer) -> Self:
        """The same, with those that `person` has not seen before the others."""
        return self.seen_by(person).order_by("is_seen", "pk")


class Fleet(models.Model):
    """Words on coloured paper, a picture, something said, or something shared, until `expires_at`; then it is kept for the archive of its author alone.

    `card_path` is the internal address of the Tweet or the Space that it shares.
    """

    class Paper(models.TextChoices):
        ROSE = "rose", _("Rose")
        CLAY = "clay", _("Clay")
        MOSS = "moss", _("Moss")
        FERN = "fern", _("Fern")
        LAKE = "lake", _("Lake")
        DUSK = "dusk", _("Dusk")

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="fleets")
    text = models.TextField(max_length=STORED_LIMIT, blank=True)
    paper = models.CharField(max_length=4, choices=Paper, default=Paper.ROSE)
    picture = models.OneToOneField(FleetPicture, models.SET_NULL, null=True, related_name="fleet")
    clip = models.ForeignKey("clips.Clip", models.SET_NULL, null=True, related_name="+")  # what is said in it, as sound
    other_words = models.TextField(blank=True, editable=False)  # of its picture and its clip, for those who mute words
    card_path = models.CharField(max_length=200, blank=True)
    posted_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    sent_as = models.UUIDField(null=True, editable=False)  # given by its author's page: sent twice, it is one
    held_at = models.DateTimeField(null=True, blank=True)  # waits for a moderator; until then only its author sees it
    removed_at = models.DateTimeField(null=True, blank=True)  # by moderators; an appeal can bring it back

    is_seen = False  # by whoever looks; `seen_by` knows
    lasts_ms = 0  # of what a page shows, `ms_left` when it was made

    objects: ClassVar[FleetQuerySet] = FleetQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["author", "sent_as"], name="fleet_once")]
        indexes = [
            models.Index(fields=["author", "expires_at"], name="fleets_of_author"),
            models.Index(fields=["expires_at"], name="fleets_by_end"),
        ]

    def __str__(self) -> str:
        return f"{self.author}: {self.all_words[:40]}"

    def get_absolute_url(self) -> str:
        return f"/fleets/{self.pk}/"  # as urls.py has it; `reverse` would cost a list more than its rows do

    @property
    def all_words(self) -> str:
        """Everything of it that was written, for those who look it over."""
        return "\n".join(filter(None, [self.text, self.words_beside]))

    @property
    def words_beside(self) -> str:
        """Of its picture, or of what is said in it."""
        return self.picture.alt if self.picture else self.clip.text if self.clip else ""

    def ms_left(self, now: datetime) -> int:
        """Milliseconds of its day that are left."""
        return max(0, int((self.expires_at - now).total_seconds() * 1000))


class SightingQuerySet(models.QuerySet["Sighting"]):
    def told_to(self, author: User) -> Self:
        """Those of whom `author` may know: nobody who hides, left, or between whom and them there is a block."""
        return self.filter(in_sight(author, "person"), is_hidden=False)


class Sighting(models.Model):
    """`person` was shown `fleet`. Its author learns that, unless they hid their presence then; the ring around a face dims anyway."""

    fleet = models.ForeignKey(Fleet, models.CASCADE, related_name="sightings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(default=timezone.now)
    is_hidden = models.BooleanField(default=False)

    objects: ClassVar[SightingQuerySet] = SightingQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["fleet", "person"], name="fleet_seen_once")]

    def __str__(self) -> str:
        return f"{self.person} saw {self.fleet_id}"


class FleetMuteQuerySet(models.QuerySet["FleetMute"]):
    def by(self, person: Viewer) -> Self:
        return self.filter(muter_id=person.pk)


class FleetMute(models.Model):
    """`muter` is not told of the Fleets of `muted` any more, and goes on following them. Nobody else notices."""

    muter = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="fleet_mutes_given")
    muted = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    muted_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[FleetMuteQuerySet] = FleetMuteQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["muter", "muted"], name="fleet_mute_once"),
            models.CheckConstraint(condition=~Q(muter=models.F("muted")), name="fleet_mute_others_only"),
        ]

    def __str__(self) -> str:
        return f"{self.muter} mutes the Fleets of {self.muted}"
