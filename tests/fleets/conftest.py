"""Saying something for a day."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from apps.accounts import picture_line
from apps.accounts.models import User
from apps.fleets import pictures
from apps.fleets.models import FleetPicture
from tests import images


@pytest.fixture
def later(monkeypatch) -> Callable[..., None]:
    """`later(hours=1)`: the clock of the house moves on by that."""
    real = timezone.now

    def move(**span: float) -> None:
        moment = real() + timedelta(**span)
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return move


@pytest.fixture
def made_picture(settings, tmp_path, monkeypatch) -> Callable[[User], FleetPicture]:
    """A picture that somebody sent, ready to be posted."""
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr("django.db.transaction.on_commit", lambda deed, **_options: deed())
    monkeypatch.setattr("apps.accounts.tasks.make_pictures.delay", lambda: None)

    def made(owner: User) -> FleetPicture:
        picture = pictures.send_picture(owner=owner, file=ContentFile(images.jpeg()))
        picture_line.make_waiting()
        picture.refresh_from_db()
        return picture

    return made
