"""Who people are."""

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.validators import MinLengthValidator, RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from apps.accounts import restrictions
from apps.accounts.models.pictures import picture_address
from apps.core.found_as import FoundAs, having_all
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
        """People in whose handle and name all of `words` are found, whatever their case and accents."""
        wanted = having_all(words.strip().removeprefix("@"), "found_as")
        return self.filter(wanted, is_active=True) if wanted else self.none()


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


class Answerers(models.TextChoices):
    """Who may reply to what somebody writes."""

    EVERYONE = "everyone", _("Everyone")
    FOLLOWED = "followed", _("People I follow")
    MENTIONED = "mentioned", _("Only people I mention")


class User(AbstractBaseUser, PermissionsMixin):
    """A person. The handle is unique whatever its case; the name is what others read."""

    handle = models.CharField(_("handle"), max_length=HANDLE_LIMIT, unique=True, validators=handle_validators)
    name = models.CharField(_("name"), max_length=NAME_LIMIT)
    bio = models.CharField(_("bio"), max_length=BIO_LIMIT, blank=True)
    location = models.CharField(_("location"), max_length=LOCATION_LIMIT, blank=True)
    link = models.CharField(_("link"), max_length=LINK_LIMIT, blank=True)  # with its scheme, http or https
    found_as = FoundAs(sources=["handle", "name"])
    email = models.EmailField(_("e-mail"), blank=True)
    # The keys of the pictures that are shown; empty for none.
    avatar = models.CharField(max_length=32, blank=True)
    banner = models.CharField(max_length=32, blank=True)
    joined_at = models.DateTimeField(default=timezone.now)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    # Whether what they say in a Space may be captioned; None if they were never asked, which means no.
    captions_consent = models.BooleanField(null=True, blank=True)
    # Since when they have not made the passkey they sign up with; without it nobody can log in as them.
    passkey_awaited_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Counts how often every way in was ended: what proves who somebody is (a session, a signed address) holds for one epoch only.
    access_epoch = models.PositiveIntegerField(default=0, editable=False)
    # By those who run the site, or by their owner. Whoever is inactive without either was switched off by hand.
    suspended_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    # Whether only those they let in follow them and read what they post.
    is_protected = models.BooleanField(_("protected"), default=False)
    messages_from = models.CharField(_("who may write to me"), max_length=8, choices=Circle, default=Circle.EVERYONE)
    invites_from = models.CharField(_("who may invite me to a stage"), max_length=8, choices=Circle, default=Circle.EVERYONE)
    # Of what they write from now on; each Tweet may say otherwise.
    replies_from = models.CharField(_("who may reply to me"), max_length=9, choices=Answerers, default=Answerers.EVERYONE)
    # Whether they come into Spaces as one of the hidden, unless they choose otherwise.
    hides_presence = models.BooleanField(_("hide my presence"), default=False)
    # Whether those who write to them see what they have read; who does not show it does not see it of others.
    shows_reading = models.BooleanField(_("show what I have read"), default=True)
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
        return f"/@{self.handle}/"  # as urls.py has it; `reverse` would cost a list more than its rows do

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
    def avatar_400(self) -> str:
        return self.avatar_at(400)

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
