"""A recording from its upload to what players need of it."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from apps.clips import line, services, studio, transcribing
from apps.clips.models import Clip
from apps.clips.sounds import LONGEST_MS, PEAKS, kind_of
from apps.core.errors import Refused, TooFast
from tests import factories
from tests.clips import recordings

pytestmark = pytest.mark.django_db
State = Clip.State


def files(media):
    return sorted(path.name for path in media.rglob("*") if path.is_file())


def later(clip, **time):
    Clip.objects.filter(pk=clip.pk).update(changed_at=timezone.now() - timedelta(**time))


def loudness(data: bytes, kind: str) -> float:
    """In LUFS."""
    from apps.clips import mastering

    return mastering._measured(mastering._Source(data, kind), 10 * LONGEST_MS)[1]


# ---- The way of a recording ------------------------------------------------------------------------------------------


def test_what_alice_records_can_be_played(sent, media):
    clip = sent(recordings.wav(2))
    assert clip.state == State.UPLOADED
    assert line.make_waiting() is False
    clip.refresh_from_db()
    assert (clip.state, clip.duration_ms, len(clip.peaks)) == (State.READY, 2000, PEAKS)
    assert max(clip.peaks) == 255
    assert files(media) == [f"{clip.key}.m4a", f"{clip.key}.ogg"]
    for path, container in zip(clip.paths, ("ogg", "mov"), strict=True):
        heard = recordings.sound_in(default_storage.open(path).read(), container)
        assert abs(len(heard) / recordings.RATE - 2) < 0.1
        assert max(heard) > 3000


def test_her_tabs_are_told(ready, alice, nudges):
    ready()
    told = [(data["state"], data["words"]) for topic, event, data in nudges() if event == "clip_changed"]
    assert told == [("processing", "waiting"), ("ready", "waiting")]


@pytest.mark.parametrize("loud", [0.01, 0.1, 0.9])
def test_it_is_as_loud_as_every_other(ready, loud):
    clip = ready(recordings.encoded(recordings.tone(5, loudness=loud)))
    for path, kind in zip(clip.paths, ("ogg", "mp4"), strict=True):
        assert abs(loudness(default_storage.open(path).read(), kind) + 16) < 1


@pytest.mark.parametrize(
    ("container", "codec", "rate"),
    [
        ("mp3", "libmp3lame", 44_100),
        ("ogg", "libopus", 48_000),
        ("wav", "pcm_s16le", 8_000),
        ("wav", "pcm_f32le", 48_000),
        ("flac", "flac", 96_000),
        ("adts", "aac", 44_100),
        ("ipod", "aac", 44_100),
        ("3gp", "aac", 16_000),
        ("webm", "libopus", 48_000),
    ],
)
def test_any_common_kind_is_taken(ready, container, codec, rate):
    data = recordings.encoded(recordings.tone(2), container, codec, rate)
    assert kind_of(data[:64])
    clip = ready(data)
    assert (clip.state, clip.refusal) == (State.READY, "")
    assert abs(clip.duration_ms - 2000) < 150


def test_two_channels_become_one(ready):
    assert ready(recordings.encoded(recordings.tone(1), layout="stereo")).state == State.READY


def test_one_that_is_longer_goes_on_in_further_clips(ready, media):
    sound = recordings.tone(135) + recordings.silence(2) + recordings.tone(20)
    first, second = ready(recordings.encoded(sound), most_clips=25).all_parts
    assert 135_000 < first.duration_ms < 137_000  # cut where nothing was said
    assert first.duration_ms + second.duration_ms == 157_000
    assert (second.state, second.owner, second.first) == (State.READY, first.owner, first)
    assert len(files(media)) == 4


def test_one_that_is_longer_than_there_is_room_for_is_refused(ready, media):
    clip = ready(recordings.encoded(recordings.tone(142)))
    assert (clip.state, clip.refusal) == (State.REFUSED, "clip_too_long")
    assert files(media) == []


def test_there_is_a_limit_on_them(sent, settings):
    settings.LIMITS = {**settings.LIMITS, "clips": 1}
    sent()
    with pytest.raises(TooFast, match="too_fast"):
        sent()


def test_its_language_is_one_of_ours(sent):
    with pytest.raises(Refused, match="unknown_language"):
        sent(language="xx")


# ---- Whatever dies ---------------------------------------------------------------------------------------------------


def test_what_a_dead_worker_left_is_taken_once_more(sent):
    clip = sent()
    Clip.objects.filter(pk=clip.pk).become(State.PROCESSING)
    assert not line.sweep()
    later(clip, minutes=2)
    assert line.sweep()
    line.make_waiting()
    clip.refresh_from_db()
    assert clip.state == State.READY


def test_who_takes_long_shows_that_they_are_at_it(sent, monkeypatch):
    monkeypatch.setattr(studio, "_BEAT_SECONDS", 0.05)
    clip, seen = sent(recordings.wav(20)), []
    become = type(Clip.objects.all()).become
    monkeypatch.setattr(
        type(Clip.objects.all()), "become", lambda rows, state, **more: seen.append(state) or become(rows, state, **more)
    )
    line.make_waiting()
    assert seen.count(State.PROCESSING) > 2
    clip.refresh_from_db()
    assert clip.state == State.READY


def test_a_fault_of_ours_leaves_it_waiting(sent, monkeypatch):
    clip = sent()

    def fails(*_args):
        raise studio.StudioFault("no process")

    monkeypatch.setattr(studio, "master", fails)
    assert line.make_waiting() is False
    clip.refresh_from_db()
    assert clip.state == State.PROCESSING


def test_one_at_which_workers_die_is_refused(sent):
    clip = sent()
    Clip.objects.filter(pk=clip.pk).update(tries=line.MOST_TRIES)
    line.make_waiting()
    clip.refresh_from_db()
    assert (clip.state, clip.refusal) == (State.REFUSED, "clip_broken")


def test_of_one_that_is_taken_back_while_it_is_made_nothing_is_left(sent, media, monkeypatch):
    clip, master = sent(), studio.master

    def slowly(*args):
        made = master(*args)
        services.withdraw_clip(clip=clip)
        return made

    monkeypatch.setattr(studio, "master", slowly)
    line.make_waiting()
    assert files(media) == []


def test_a_worker_that_comes_back_late_destroys_nothing(sent, media, monkeypatch):
    """The machine slept: another took the recording, and was done first."""
    sent()
    master = studio.master

    def late(*args):
        monkeypatch.setattr(studio, "master", master)
        Clip.objects.update(changed_at=timezone.now() - timedelta(minutes=2))
        line._make(line._take_oldest())
        return master(*args)

    monkeypatch.setattr(studio, "master", late)
    line._make(line._take_oldest())
    clip = Clip.objects.get()
    assert (clip.state, files(media)) == (State.READY, [f"{clip.key}.m4a", f"{clip.key}.ogg"])


def test_a_worker_that_comes_back_late_leaves_the_work_to_who_is_at_it(sent, media, monkeypatch):
    clip = sent()

    def late(*args):
        Clip.objects.update(changed_at=timezone.now() - timedelta(minutes=2))
        line._take_oldest()
        raise studio.refusal("clip_broken")

    monkeypatch.setattr(studio, "master", late)
    line._make(line._take_oldest())
    clip.refresh_from_db()
    assert (clip.state, clip.tries, len(files(media))) == (State.PROCESSING, 2, 1)


def test_what_a_dead_worker_left_is_no_part_of_the_recording(sent, alice, media):
    clip = sent(recordings.wav(), most_clips=25)
    dead = Clip.objects.create(owner=alice, first=clip, language="en")
    default_storage.save(dead.paths[0], ContentFile(b"half a clip"))
    line.make_waiting()
    clip.refresh_from_db()
    assert (clip.state, clip.all_parts, len(files(media))) == (State.READY, [clip], 2)


def test_what_died_behind_a_ready_one_becomes_no_tweet(alice):
    first = factories.clip(alice, most_clips=3)
    Clip.objects.create(owner=alice, first=first, language="en")
    second = factories.clip(alice, first=first)
    assert services.take_clips(owner=alice, given_id=first.pk) == [first, second]


def test_of_what_is_taken_back_all_parts_go(alice, media):
    first = factories.clip(alice, most_clips=3)
    factories.clip(alice, first=first)
    services.withdraw_clip(clip=first)
    assert files(media) == []


def test_each_further_clip_counts_as_one_more_recording(alice, settings):
    settings.LIMITS = {**settings.LIMITS, "clips": 2}
    for allowed in (True, False):
        first = factories.clip(alice, most_clips=3)
        for _ in range(2 if allowed else 1):
            factories.clip(alice, first=first)
        if allowed:
            assert len(services.take_clips(owner=alice, given_id=first.pk)) == 3
        else:
            with pytest.raises(TooFast, match="too_fast"):
                services.take_clips(owner=alice, given_id=first.pk)
            assert Clip.objects.get(pk=first.pk).used_at is None


def test_what_is_part_of_something_is_listened_to_first(alice, bob):
    unused, used = factories.clip(alice), factories.clip(bob)
    services.take_clip(owner=bob, given_id=used.pk)
    assert [transcribing._take_oldest() for _ in range(3)] == [used, unused, None]


def test_what_nobody_uses_is_swept_away(ready, media):
    clip = ready()
    line.sweep()
    assert len(files(media)) == 2
    Clip.objects.update(sent_at=timezone.now() - timedelta(days=8))
    line.sweep()
    assert files(media) == []
    assert not Clip.objects.filter(pk=clip.pk).exists()


def test_what_never_came_whole_is_swept_away(sent, media):
    clip = sent()
    Clip.objects.filter(pk=clip.pk).become(State.GONE)
    later(clip, minutes=11)
    line.sweep()
    assert files(media) == []
