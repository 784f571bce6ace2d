"""Alice says it aloud."""

import pytest

from apps.clips import correcting, hearing
from apps.clips.models import Clip
from apps.core.errors import Refused
from apps.fleets.bar import bar_of
from apps.fleets.services import delete_fleet, post_fleet
from apps.fleets.withholding import remove_fleet
from apps.graph import muting
from apps.moderation.models import Case
from tests import factories
from tests.moderation.scenes import moderator

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def committed(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr("django.db.transaction.on_commit", lambda deed, **_options: deed())
    return tmp_path


@pytest.fixture
def fleet(alice):
    return post_fleet(author=alice, clip_id=str(factories.clip(alice, "The kettle sings").pk))


def hear(fleet, *people) -> list[bool]:
    clip = Clip.objects.filter(pk=fleet.clip_id).first()
    return [hearing.may_hear(person, clip) for person in people]


def test_who_may_see_it_hears_it_until_its_day_is_over(client, fleet, alice, bob, mallory, later):
    assert fleet.all_words == "The kettle sings"
    assert hear(fleet, alice, bob, mallory) == [True, True, False]
    client.force_login(bob)
    assert f'data-clip="{fleet.clip_id}"' in client.get(fleet.get_absolute_url()).content.decode()
    later(hours=24)
    assert hear(fleet, alice, bob) == [False, False]


def test_a_recording_is_said_once(fleet, alice):
    with pytest.raises(Refused, match="clip_used"):
        post_fleet(author=alice, clip_id=fleet.clip_id)


def test_what_is_removed_or_deleted_is_not_heard(fleet, bob, committed):
    remove_fleet(fleet_id=fleet.pk)
    assert hear(fleet, bob) == [False]
    delete_fleet(fleet=fleet)
    assert not [path for path in committed.rglob("*") if path.is_file()]


def test_moderators_hear_what_they_decide_about(client, fleet, bob, later):
    mona = moderator("mona")
    remove_fleet(fleet_id=fleet.pk)
    assert hear(fleet, mona) == [False]
    case = Case.objects.create(kind="fleet", subject_id=fleet.pk, person=fleet.author, category="harassment")
    assert hear(fleet, mona, bob) == [True, False]
    client.force_login(mona)
    assert f'data-clip="{fleet.clip_id}"' in client.get(case.get_absolute_url()).content.decode()


def test_muted_words_are_those_of_the_transcript(fleet, bob):
    assert len(bar_of(bob).people) == 1
    muting.mute_words(person=bob, words="kettle", lifetime="forever")
    assert bar_of(bob).people == []
    correcting.correct_words(clip=fleet.clip, captions=["The robin sings"])
    assert len(bar_of(bob).people) == 1
