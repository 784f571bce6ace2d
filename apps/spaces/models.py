"""What people say together, live."""

from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.core.found_as import FoundAs, having_all
from apps.core.ids import new_id
from apps.core.links import Link, never_overused, new_token  # noqa: F401 — migrations know `new_token` here
from apps.graph.access import in_sight
from apps.graph.models import Block
from apps.graph.reach import out_of_reach_of
from apps.realtime.events import CaptionSaid
from apps.speech import languages


class SpaceQuerySet(models.QuerySet["Space"]):
    def live(self) -> Self:
        return self.filter(started_at__isnull=False, ended_at__isnull=True)

    def upcoming(self) -> Self:
        return self.filter(started_at__isnull=True, ended_at__isnull=True, scheduled_for__gte=timezone.now())

    def visible_to(self, viewer: User | AnonymousUser) -> Self:
        """What `viewer` may see and enter: nothing of hosts between whom and them there is a block."""
        return self.filter(in_sight(viewer, "host"))

    def found_by(self, viewer: User | AnonymousUser) -> Self:
        """What `viewer` comes across in lists: what they may see, but nothing of hosts whose reach is limited."""
        return self.visible_to(viewer).exclude(host__in=out_of_reach_of(viewer))

    def matching(self, words: str) -> Self:
        """Those in whose title, or in the handle and name of whose host, all of `words` are found, whatever their case and accents."""
        return self.filter(having_all(words, "found_as", "host__found_as"))

    def abandoned(self, *, since: datetime) -> Self:
        """Live by their row, yet no room has reported life after `since`."""
        return self.live().filter(alive_at__lt=since)


class Space(models.Model):
    """A conversation with a stage and an audience: scheduled, then live, then ended, as its times say."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    host = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="spaces_hosted")
    # Who runs it while the host is away.
    acting_host = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="spaces_stood_in_for"
    )
    title = models.CharField(_("title"), max_length=70)
    found_as = FoundAs(sources=["title"])
    language = models.CharField(_("language"), max_length=3, default=languages.DEFAULT)
    scheduled_for = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    # Reported by the live room every few seconds while somebody is in it.
    alive_at = models.DateTimeField(null=True, blank=True)
    listening_count = models.PositiveIntegerField(default=0)

    objects: ClassVar[SpaceQuerySet] = SpaceQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["host"],
                condition=models.Q(started_at__isnull=False, ended_at__isnull=True),
                name="one_live_space_per_host",
            )
        ]
        indexes = [models.Index(fields=["ended_at", "started_at"], name="spaces_by_state")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("space", args=[self.pk])

    @property
    def current_host(self) -> User:
        """Who runs it now: the host, or who stands in."""
        return self.acting_host or self.host

    @property
    def current_host_id(self) -> int:
        return self.acting_host_id or self.host_id

    @property
    def is_live(self) -> bool:
        return self.started_at is not None and self.ended_at is None

    @property
    def is_upcoming(self) -> bool:
        return self.started_at is None and self.ended_at is None


class SeatQuerySet(models.QuerySet["Seat"]):
    def on_stage(self) -> Self:
        return self.filter(role__in=(Seat.Role.HOST, Seat.Role.SPEAKER))

    def speakers(self) -> Self:
        return self.filter(role=Seat.Role.SPEAKER)

    def invited(self) -> Self:
        return self.filter(invited_at__isnull=False, removed_at=None)

    def barred(self) -> Self:
        """Of people who may not be in the room any more: removed, gone, or with a block between them and the host."""
        return self.filter(Q(removed_at__isnull=False) | Q(person__is_active=False) | _parted_from_host())

    def seen_by_host(self) -> Self:
        """All but those who listen hidden: whoever runs a Space can't find out, by trying, whether somebody does."""
        return self.filter(Q(is_hidden=False) | Q(hand_raised_at__isnull=False)) | self.on_stage() | self.invited()

    def told_of(self) -> Self:
        """Those a live room knows by name: all but the many who only listen."""
        is_waiting = Q(hand_raised_at__isnull=False) | Q(invited_at__isnull=False)
        told_of = self.on_stage() | self.filter(is_waiting) | self.barred()
        return told_of.annotate(is_parted=_parted_from_host(), has_blocked_host=_blocked_host())


def _parted_from_host() -> models.Exists:
    """Whether there is a block, whoever set it, between the person on a seat and the host of its Space."""
    host, guest = models.OuterRef("space__host"), models.OuterRef("person")
    return models.Exists(Block.objects.filter(Q(blocker=host, blocked=guest) | Q(blocker=guest, blocked=host)))


def _blocked_host() -> models.Exists:
    """Whether that block is by the person on the seat."""
    return models.Exists(Block.objects.filter(blocker=models.OuterRef("person"), blocked=models.OuterRef("space__host")))


class Seat(models.Model):
    """A person's place in a Space, kept after they left, so that a returning speaker is still a speaker."""

    class Role(models.TextChoices):
        HOST = "host", _("Host")
        SPEAKER = "speaker", _("Speaker")
        LISTENER = "listener", _("Listener")

    space = models.ForeignKey(Space, models.CASCADE, related_name="seats")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="seats")
    role = models.CharField(max_length=8, choices=Role, default=Role.LISTENER)
    # When they first came; None while they are only invited.
    joined_at = models.DateTimeField(default=timezone.now, null=True, blank=True)
    # When they were first on stage: the ended page names them among the speakers even if they stepped down.
    spoke_at = models.DateTimeField(null=True, blank=True)
    # Since when they are on stage without a break; None for listeners.
    on_stage_since = models.DateTimeField(null=True, blank=True)
    hand_raised_at = models.DateTimeField(null=True, blank=True)
    # To the stage, by the host; None again once they came up, declined, or the host thought better of it.
    invited_at = models.DateTimeField(null=True, blank=True)
    # When the host took them off the stage: no link brings them back up, only the host does.
    moved_down_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    # Whether they listen without being shown; to ask to speak is to show oneself.
    is_hidden = models.BooleanField(default=False)

    is_parted = has_blocked_host = False  # whether there is a block, and whether by them; `told_of` looks

    objects: ClassVar[SeatQuerySet] = SeatQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["space", "person"], name="one_seat_per_person")]

    def __str__(self) -> str:
        return f"{self.person} in {self.space}"

    @property
    def is_on_stage(self) -> bool:
        return self.role in (self.Role.HOST, self.Role.SPEAKER)

    @property
    def is_barred(self) -> bool:
        """Whether its person, whom the caller has fetched by `told_of`, may not be in the room any more."""
        return self.removed_at is not None or not self.person.is_active or self.is_parted

    @property
    def has_gone(self) -> bool:
        """Whether that is so by nobody's doing but their own: they blocked the host."""
        return self.removed_at is None and self.person.is_active and self.has_blocked_host

    def change(self, **fields: object) -> None:
        """Writes these fields and no others: somebody else may be changing the rest."""
        for name, value in fields.items():
            setattr(self, name, value)
        self.save(update_fields=list(fields))


LATE_AFTER = timedelta(seconds=10)  # what was said so long ago is not worth recognising any more
SOUND_KEPT = timedelta(seconds=60)
TAKEN_FOR = timedelta(seconds=5)  # twice what the longest utterance takes; then whoever took it is gone


class CaptionQuerySet(models.QuerySet["Caption"]):
    def ready(self) -> Self:
        return self.filter(state=Caption.State.READY)

    def waiting(self) -> Self:
        return self.filter(state=Caption.State.WAITING)

    def untaken(self) -> Self:
        """Waiting, and nobody works on it; or did, and was killed."""
        return self.waiting().filter(models.Q(taken_at=None) | models.Q(taken_at__lt=timezone.now() - TAKEN_FOR))

    def due(self) -> Self:
        """Untaken, of somebody who agrees. To take one, ask `untaken`: where another table is asked too, PostgreSQL looks at the row
        as it was before somebody else took it."""
        return self.untaken().filter(person__captions_consent=True)

    def unwanted(self) -> Self:
        """Waiting of somebody who refuses; or of a Space that is over."""
        refused = models.Q(state=Caption.State.WAITING) & ~models.Q(person__captions_consent=True)
        return self.filter(refused | models.Q(space__ended_at__isnull=False))

    def late(self) -> Self:
        """Still waiting, in vain."""
        return self.waiting().filter(created_at__lt=timezone.now() - LATE_AFTER)

    def stale(self) -> Self:
        """Waiting for so long that its sound may be kept no longer."""
        return self.waiting().filter(created_at__lt=timezone.now() - SOUND_KEPT)

    def drop(self) -> int:
        return self.update(state=Caption.State.DROPPED, sound=b"")


class Caption(models.Model):
    """What somebody said in one go. It waits with its sound; once recognised it is a text without sound.

    Its id is made from the moment it began, so captions sort by id as they were said.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        READY = "ready", _("Ready")
        EMPTY = "empty", _("No words")
        DROPPED = "dropped", _("Too late")

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    space = models.ForeignKey(Space, models.CASCADE, related_name="captions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="captions")
    # Milliseconds since the Space started.
    began_ms = models.PositiveBigIntegerField()
    ended_ms = models.PositiveBigIntegerField()
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    sound = models.BinaryField(default=bytes)
    text = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    # When a worker last began to recognise it.
    taken_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[CaptionQuerySet] = CaptionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [
            models.Index(fields=["space", "state"], name="captions_of_space"),
            models.Index(fields=["created_at"], condition=models.Q(state="waiting"), name="captions_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.person} at {self.began_ms} ms"

    @property
    def is_late(self) -> bool:
        return self.created_at < timezone.now() - LATE_AFTER

    def as_event(self) -> CaptionSaid:
        """The caption as events carry it."""
        return CaptionSaid(str(self.pk), self.person.as_event(), self.began_ms, self.ended_ms, self.text)


class Invite(Link):
    """A link into a Space for whoever holds it, until it expires, is used up or revoked, or the Space ends."""

    class Role(models.TextChoices):
        SPEAKER = "speaker", _("Speaker")
        LISTENER = "listener", _("Listener")

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    space = models.ForeignKey(Space, models.CASCADE, related_name="invites")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="invites_made")
    role = models.CharField(max_length=8, choices=Role)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [never_overused("invite_not_overused")]

    def __str__(self) -> str:
        return f"{self.get_role_display()} link into {self.space}"

    def get_absolute_url(self) -> str:
        return reverse("invite", args=[self.token])

    @property
    def is_for_stage(self) -> bool:
        return self.role == self.Role.SPEAKER


class InviteUse(models.Model):
    """`person` came by `invite`; however often, it counts once."""

    invite = models.ForeignKey(Invite, models.CASCADE, related_name="uses")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="invites_used")
    used_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["invite", "person"], name="invite_used_once")]

    def __str__(self) -> str:
        return f"{self.person} by {self.invite}"
