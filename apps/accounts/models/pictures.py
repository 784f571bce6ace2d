"""What stands for people, as a picture."""

from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.accounts.models.sent import SentPicture, SentPictureQuerySet
from apps.core.uploads import path_of

if TYPE_CHECKING:
    from apps.accounts.models.people import User


def picture_address(key: str, width: int) -> str:
    return f"/pictures/{key}/{width}.webp" if key else ""  # as urls.py has it; `reverse` would cost a list more than its rows do


class PictureQuerySet(SentPictureQuerySet):
    def of(self, person: "User", kind: str) -> Self:
        return self.filter(person=person, kind=kind)

    def in_the_making(self) -> Self:
        return self.filter(state__in=Picture.IN_THE_MAKING)

    def unwanted(self) -> Self:
        """What was replaced, removed, never came whole, or was somebody's who is no more: its files may go."""
        return super().unwanted() | self.filter(person=None).exclude(state=Picture.State.CLEARED)


class Picture(SentPicture):
    """A picture that somebody sent to stand for them; gone once it was replaced or removed."""

    class Kind(models.TextChoices):
        AVATAR = "avatar", _("Picture")
        BANNER = "banner", _("Banner")

    # Pixels, the largest first: an avatar on the profile, in lists on sharp screens, in small print.
    SIZES: ClassVar[dict[str, list[tuple[int, int]]]] = {
        Kind.AVATAR: [(400, 400), (128, 128), (48, 48)],
        Kind.BANNER: [(1500, 500), (600, 200)],
    }

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="pictures")
    kind = models.CharField(max_length=6, choices=Kind.choices)
    # What of it is shown, as parts of the upright picture's width, height and width; all None for the middle.
    crop_left = models.FloatField(null=True)
    crop_top = models.FloatField(null=True)
    crop_width = models.FloatField(null=True)

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

    def path_at(self, width: int) -> str:
        return path_of("pictures", self.key, f"-{width}.webp")

    @property
    def paths(self) -> list[str]:
        return [self.path_at(width) for width, _height in self.sizes]
