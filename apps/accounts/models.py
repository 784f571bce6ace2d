"""Who people are."""

import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.validators import MinLengthValidator, RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from apps.accounts import restrictions
from apps.core.uploads import new_key, path_of
from apps.realtime.events import Person

HUES = 24
HANDLE_LIMIT = 15  # characters
NAME_LIMIT = 50
BIO_LIMIT = 160
LOCATION_LIMIT = 30
LINK_LIMIT = 200

handle_validators: list[Callable[[str], None]] = [
    RegexValidator(r"^[A-Za-z0-9_]+\Z", _("A handle has letters A–Z, digits and underscores only.")),
    MinLengthValidator(2),
]


class PersonQuerySet(models.QuerySet["User"]):
    def matching(self, words: str) -> "PersonQuerySet":
        """People whose handle or name contains `words`."""
        words = words.strip().removeprefix("@")
        return self.filter(models.Q(handle__icontains=words) | models.Q(name__icontains=words), is_active=True)


class PersonManager(BaseUserManager["User"]):
    def get_queryset(self) -> PersonQuerySet:
        return PersonQuerySet(self.model, using=self._db)

    def matching(self, words: str) -> PersonQuerySet:
        return self.get_queryset().matching(words)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(handle__iexact=username)

    def create_user(self, handle: str, password: str | None = None, **fields: object) -> "User":
        person = self.model(handle=handle, **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, handle: str, password: str | None = None, **fields: object) -> "User":
        return self.create_user(handle, password, is_staff=True, is_superuser=True, **fields)


class Circle(models.TextChoices):
    """From whom somebody wants to hear."""

    EVERYONE = "everyone", _("Everyone")
    FOLLOWED = "followed", _("People I follow")
    NOBODY = "nobody", _("Nobody")


class User(AbstractBaseUser, PermissionsMixin):
    """A person. The handle is unique whatever its case; the name is what others read."""

    handle = models.CharField(_("handle"), max_length=HANDLE_LIMIT, unique=True, validators=handle_validators)
    name = models.CharField(_("name"), max_length=NAME_LIMIT)
    bio = models.CharField(_("bio"), max_length=BIO_LIMIT, blank=True)
    location = models.CharField(_("location"), max_length=LOCATION_LIMIT, blank=True)
    link = models.CharField(_("link"), max_length=LINK_LIMIT, blank=True)  # with its scheme, http or https
    email = models.EmailField(_("e-mail"), blank=True)
    # The keys of the pictures that are shown; empty for none.
    avatar = models.CharField(max_length=32, blank=True)
    banner = models.CharField(max_length=32, blank=True)
    joined_at = models.DateTimeField(default=timezone.now)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    # Whether what they say in a Space may be captioned; None if they were never asked, which means no.
    captions_consent = models.BooleanField(null=True, blank=True)
    # Counts how often every way in was ended: what proves who somebody is (a session, a signed address) holds for one epoch only.
    access_epoch = models.PositiveIntegerField(default=0, editable=False)
    # By those who run the site, or by their owner. Whoever is inactive without either was switched off by hand.
    suspended_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    # Whether only those they let in follow them and read what they post.
    is_protected = models.BooleanField(_("protected"), default=False)
    messages_from = models.CharField(_("who may write to me"), max_length=8, choices=Circle, default=Circle.EVERYONE)
    invites_from = models.CharField(_("who may invite me to a stage"), max_length=8, choices=Circle, default=Circle.EVERYONE)
    # Whether they come into Spaces as one of the hidden, unless they choose otherwise.
    hides_presence = models.BooleanField(_("hide my presence"), default=False)
    # When the demo made this person. Demo passwords are printed for everybody, so they work on this machine only.
    seeded_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "handle"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    if TYPE_CHECKING:
        id: int

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(Lower("handle"), name="handle_unique_in_any_case"),
            models.CheckConstraint(
                condition=models.Q(is_active=False) | models.Q(suspended_at=None, closed_at=None),
                name="active_is_neither_suspended_nor_closed",
            ),
        ]

    def __str__(self) -> str:
        return f"@{self.handle}"

    def get_absolute_url(self) -> str:
        return reverse("profile", args=[self.handle])

    @property
    def initial(self) -> str:
        return (self.name or self.handle)[0].upper()

    @property
    def hue(self) -> int:
        """Which of the avatar hues is theirs; the multiplier spreads neighbours in time over the wheel."""
        return self.pk * 7 % HUES

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What every session must carry: it changes with the password and with the epoch."""
        return salted_hmac("linnet.session", f"{self.access_epoch}:{self.password}", secret, algorithm="sha256").hexdigest()

    def avatar_at(self, width: int) -> str:
        """The address of their picture in one of its widths (`Picture.SIZES`); empty if they have none."""
        return picture_address(self.avatar, width)

    def banner_at(self, width: int) -> str:
        return picture_address(self.banner, width)

    @property
    def banner_600(self) -> str:
        return self.banner_at(600)

    @property
    def banner_1500(self) -> str:
        return self.banner_at(1500)

    @property
    def may_come_back(self) -> bool:
        """Whether they closed their account themselves, and nobody else has shut it too."""
        return self.closed_at is not None and self.suspended_at is None

    def as_event(self) -> Person:
        """The person as events carry them."""
        return Person(id=str(self.pk), handle=self.handle, name=self.name, hue=self.hue, avatar=self.avatar_at(128))

    def may_host(self) -> bool:
        """Whether this person may open a Space: the one predicate behind every Start button and `start_space`."""
        barring = (restrictions.Restriction.Kind.HOSTING, restrictions.Restriction.Kind.SPEAKING)
        return self.is_active and not self.is_protected and not restrictions.is_barred(self, *barring)


class SiteSettings(models.Model):
    """What those who run the site decide while it runs; one row, made when it is first changed."""

    class SignUp(models.TextChoices):
        OPEN = "open", _("Open to everybody")
        APPROVAL = "approval", _("Everybody asks; you approve")
        INVITATION = "invitation", _("By invitation only")

    sign_up = models.CharField(_("who may join"), max_length=10, choices=SignUp)

    class Meta:
        verbose_name = verbose_name_plural = _("site settings")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_row_of_site_settings")]

    def __str__(self) -> str:
        return self.get_sign_up_display()


class JoinRequest(models.Model):
    """Somebody who signed up while everybody has to ask: their account waits, switched off, until it is approved."""

    person = models.OneToOneField(User, models.CASCADE, related_name="join_request")
    reason = models.TextField(_("reason"), max_length=500)
    asked_at = models.DateTimeField(default=timezone.now)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("request to join")
        verbose_name_plural = _("requests to join")

    def __str__(self) -> str:
        return f"{self.person} asks to join"


def new_code() -> str:
    """96 random bits, to be read out or pasted."""
    return secrets.token_hex(12)


class JoinCodeQuerySet(models.QuerySet["JoinCode"]):
    def working(self) -> "JoinCodeQuerySet":
        """Neither used up, nor expired, nor taken back."""
        return self.filter(used_count__lt=models.F("most_uses"), revoked_at=None).exclude(expires_at__lte=timezone.now())


class JoinCode(models.Model):
    """An invitation to Linnet itself: so many people may sign up with it, until it expires."""

    code = models.CharField(_("code"), max_length=32, unique=True, default=new_code)
    note = models.CharField(_("for whom"), max_length=100, blank=True)
    most_uses = models.PositiveIntegerField(_("how many may use it"), default=1)
    used_count = models.PositiveIntegerField(default=0, editable=False)
    expires_at = models.DateTimeField(_("until"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, editable=False, related_name="join_codes_made")
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[JoinCodeQuerySet] = JoinCodeQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("invitation code")
        constraints = [
            models.CheckConstraint(condition=models.Q(used_count__lte=models.F("most_uses")), name="join_code_not_overused")
        ]

    def __str__(self) -> str:
        return self.note or self.code


class JoinCodeUse(models.Model):
    """`person` joined by `code`."""

    code = models.ForeignKey(JoinCode, models.CASCADE, related_name="uses")
    person = models.OneToOneField(User, models.CASCADE, related_name="joined_by")
    used_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.person} by {self.code}"


class Archive(models.Model):
    """Everything somebody has here, in one file: asked for, then made by a worker, then there for a week."""

    class State(models.TextChoices):
        REQUESTED = "requested", _("Requested")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Failed")

    person = models.ForeignKey(User, models.CASCADE, related_name="archives")
    state = models.CharField(max_length=9, choices=State, default=State.REQUESTED)
    asked_at = models.DateTimeField(default=timezone.now)
    # When a worker last began, and how often; whoever is killed leaves it to the next.
    taken_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    ready_at = models.DateTimeField(null=True, blank=True)
    file_name = models.CharField(max_length=100, blank=True)
    size = models.PositiveBigIntegerField(default=0)  # bytes

    class Meta:
        indexes = [models.Index(fields=["person", "-asked_at"], name="archives_of_person")]

    def __str__(self) -> str:
        return f"{self.person}, {self.asked_at:%Y-%m-%d}"


def picture_address(key: str, width: int) -> str:
    return f"/pictures/{key}/{width}.webp" if key else ""  # as urls.py has it; `reverse` would cost a list more than its rows do


class PictureQuerySet(models.QuerySet["Picture"]):
    def of(self, person: User, kind: str) -> Self:
        return self.filter(person=person, kind=kind)

    def in_the_making(self) -> Self:
        return self.filter(state__in=Picture.IN_THE_MAKING)

    def untaken(self) -> Self:
        """What waits to be made, and what somebody took and never came back with."""
        overdue = models.Q(state=Picture.State.PROCESSING, changed_at__lt=timezone.now() - Picture.TAKEN_FOR)
        return self.filter(models.Q(state=Picture.State.UPLOADED) | overdue)

    def unwanted(self) -> Self:
        """What was replaced, removed, never came whole, or was somebody's who is no more: its files may go."""
        gone = models.Q(state=Picture.State.GONE, changed_at__lt=timezone.now() - Picture.LONGEST_UPLOAD)
        return self.filter(gone | models.Q(person=None) & ~models.Q(state=Picture.State.CLEARED))

    def become(self, state: "Picture.State", **fields: object) -> int:
        """How many did."""
        return self.update(state=state, changed_at=timezone.now(), **fields)


class Picture(models.Model):
    """A picture that somebody sent to stand for them, from its upload to the end of its files.

    uploaded → processing → ready, or refused with the code of a refusal. Then gone, once it was replaced or removed, and cleared, once
    its files are deleted; cleared rows are kept for a day, because they count.
    """

    class Kind(models.TextChoices):
        AVATAR = "avatar", _("Picture")
        BANNER = "banner", _("Banner")

    class State(models.TextChoices):
        UPLOADED = "uploaded"
        PROCESSING = "processing"
        READY = "ready"
        REFUSED = "refused"
        GONE = "gone"
        CLEARED = "cleared"

    IN_THE_MAKING = (State.UPLOADED, State.PROCESSING)
    # Pixels, the largest first: an avatar on the profile, in lists on sharp screens, in small print.
    SIZES: ClassVar[dict[str, list[tuple[int, int]]]] = {
        Kind.AVATAR: [(400, 400), (128, 128), (48, 48)],
        Kind.BANNER: [(1500, 500), (600, 200)],
    }
    TAKEN_FOR = timedelta(minutes=3)  # longer than making one takes at most (`core/darkroom.py`)
    LONGEST_UPLOAD = timedelta(minutes=10)

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="pictures")
    kind = models.CharField(max_length=6, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.GONE)  # until the file has come
    refusal = models.CharField(max_length=40, blank=True)
    key = models.CharField(max_length=32, unique=True, default=new_key)  # the name of its files
    # What of it is shown, as parts of the upright picture's width, height and width; all None for the middle.
    crop_left = models.FloatField(null=True)
    crop_top = models.FloatField(null=True)
    crop_width = models.FloatField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)  # when its state did

    objects: ClassVar[PictureQuerySet] = PictureQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], condition=models.Q(state="ready"), name="one_picture_shown"),
            models.UniqueConstraint(
                fields=["person", "kind"],
                condition=models.Q(state__in=("uploaded", "processing")),
                name="one_picture_in_the_making",
            ),
        ]
        indexes = [models.Index(fields=["state", "changed_at"], name="picture_by_state")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.person}: {self.state}"

    @property
    def crop(self) -> tuple[float, float, float] | None:
        if self.crop_left is None or self.crop_top is None or self.crop_width is None:
            return None
        return self.crop_left, self.crop_top, self.crop_width

    @property
    def sizes(self) -> list[tuple[int, int]]:
        return self.SIZES[self.kind]

    @property
    def original_path(self) -> str:
        return path_of("uploads", self.key)

    def path_at(self, width: int) -> str:
        return path_of("pictures", self.key, f"-{width}.webp")

    @property
    def paths(self) -> list[str]:
        return [self.path_at(width) for width, _height in self.sizes]


class OldHandleQuerySet(models.QuerySet["OldHandle"]):
    def kept(self) -> Self:
        """Those that nobody but their former owner may take."""
        return self.filter(taken_back_at=None, given_up_at__gt=timezone.now() - OldHandle.KEPT_FOR)

    def expired(self) -> Self:
        return self.filter(given_up_at__lte=timezone.now() - OldHandle.KEPT_FOR)


class OldHandle(models.Model):
    """What somebody was called, for as long as it leads to them; one that was taken back counts until then too."""

    KEPT_FOR = timedelta(days=30)

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="old_handles")
    handle = models.CharField(max_length=HANDLE_LIMIT)
    given_up_at = models.DateTimeField(default=timezone.now)
    taken_back_at = models.DateTimeField(null=True)

    objects: ClassVar[OldHandleQuerySet] = OldHandleQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("handle"), condition=models.Q(taken_back_at=None), name="old_handle_leads_to_one_person"
            )
        ]

    def __str__(self) -> str:
        return f"@{self.handle}, now {self.person}"
