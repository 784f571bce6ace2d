"""Who people are, what stands for them, and how they come and go."""

from apps.accounts.models.archives import Archive
from apps.accounts.models.handles import OldHandle
from apps.accounts.models.joining import JoinCode, JoinCodeUse, JoinRequest, SiteSettings, new_code
from apps.accounts.models.limits import Tally
from apps.accounts.models.people import (
    BIO_LIMIT,
    HANDLE_LIMIT,
    LINK_LIMIT,
    LOCATION_LIMIT,
    NAME_LIMIT,
    Answerers,
    Circle,
    User,
    handle_validators,
)
from apps.accounts.models.pictures import Picture, PictureQuerySet, picture_address
from apps.accounts.models.sent import SentPicture, SentPictureQuerySet

__all__ = [
    "BIO_LIMIT",
    "HANDLE_LIMIT",
    "LINK_LIMIT",
    "LOCATION_LIMIT",
    "NAME_LIMIT",
    "Answerers",
    "Archive",
    "Circle",
    "JoinCode",
    "JoinCodeUse",
    "JoinRequest",
    "OldHandle",
    "Picture",
    "PictureQuerySet",
    "SentPicture",
    "SentPictureQuerySet",
    "SiteSettings",
    "Tally",
    "User",
    "handle_validators",
    "new_code",
    "picture_address",
]
