import pytest

from apps.clips import line, services
from apps.clips.models import Clip
from tests.clips import recordings


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture(autouse=True)
def committed(monkeypatch):
    """What is done after a commit is done at once; the tasks that are sent then wait until the test does their work."""
    monkeypatch.setattr("django.db.transaction.on_commit", lambda deed, **_options: deed())
    for task in ("make_clips", "transcribe_clips"):
        monkeypatch.setattr(f"apps.clips.tasks.{task}.delay", lambda: None)


@pytest.fixture
def sent(alice):
    """Sends a recording of alice's."""
    from django.core.files.base import ContentFile

    def send(data: bytes | None = None, owner=None, most_clips: int = 1, language: str = "en") -> Clip:
        file = ContentFile(recordings.wav() if data is None else data)
        return services.upload_clip(owner=owner or alice, file=file, language=language, most_clips=most_clips)

    return send


@pytest.fixture
def ready(sent):
    """The same, mastered; refused if it is refused."""

    def make(*args, **about) -> Clip:
        clip = sent(*args, **about)
        line.make_waiting()
        clip.refresh_from_db()
        return clip

    return make
