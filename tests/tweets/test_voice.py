"""Tweets that are spoken."""

from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest
from django.utils import timezone

from apps.accounts import restrictions
from apps.clips import correcting, line, services, transcribing
from apps.clips.models import Clip
from apps.core.errors import Refused
from apps.dms import afterwards
from apps.dms.models import Message
from apps.dms.services import send_message
from apps.graph import muting
from apps.speech import engine, recogniser
from apps.tweets import counting, drafts, questions, searching, timelines
from apps.tweets.editing import edit_tweet
from apps.tweets.models import Draft, Tweet
from apps.tweets.sending import post_composed
from apps.tweets.services import delete_tweet, post_tweet
from tests import factories
from tests.clips import recordings
from tests.clips.conftest import committed, media, ready, sent  # noqa: F401 — fixtures
from tests.together import at_once

pytestmark = pytest.mark.django_db
_Words = Clip.Words


@pytest.fixture
def understood(monkeypatch):
    """What the recogniser makes of every utterance."""

    def as_words(*words: str):
        answers = iter(words)
        monkeypatch.setattr(engine, "languages", lambda: frozenset({"en"}))
        monkeypatch.setattr(recogniser, "recognise", lambda **_about: next(answers, ""))

    return as_words


@pytest.fixture
def say(ready, alice):  # noqa: F811
    """alice posts what she says."""

    def post(clip=None, **fields) -> list[Tweet]:
        clip = clip or ready()
        return post_composed(author=alice, fields={"text": [""], "clip": [str(clip.pk)], **fields})

    return post


def code_of(deed, *args, **about) -> str:
    with pytest.raises(Refused) as refusal:
        deed(*args, **about)
    return refusal.value.code


def found(viewer, asked: str) -> list[Tweet]:
    return searching.found(questions.understood(asked), viewer).tweets


# ---- Posting ---------------------------------------------------------------------------------------------------------


def test_alice_says_something_without_a_word_written(say, client, bob):
    [tweet] = say()
    assert (tweet.text, tweet.clip.duration_ms) == ("", 1000)
    client.force_login(bob)
    page = client.get(tweet.get_absolute_url()).content.decode()
    assert f'<voice-player class="clip" role="group" aria-label="Recording, 0:01" data-clip="{tweet.clip_id}"' in page
    assert "<audio" in page  # without script


def test_replies_and_quotes_are_spoken_too(say, tweet, alice):
    [reply] = say(in_reply_to=[str(tweet.pk)])
    assert (reply.in_reply_to, reply.clip is not None) == (tweet, True)
    [quote] = say(quoted=[str(tweet.pk)], text=["Listen"])
    assert (quote.quoted, quote.clip is not None) == (tweet, True)


def test_what_takes_longer_becomes_a_thread(say, sent, alice):  # noqa: F811
    sound = recordings.tone(138) + recordings.silence(1) + recordings.tone(10)
    clip = sent(recordings.encoded(sound), most_clips=25)
    line.make_waiting()
    first, second, third = say(clip, text=["Two minutes and a half", "And more"], clip_of=["0"])
    assert [tweet.text for tweet in (first, second, third)] == ["Two minutes and a half", "", "And more"]
    assert first.clip.duration_ms + second.clip.duration_ms == 149_000
    assert (second.in_reply_to, third.in_reply_to, third.clip) == (first, second, None)


def test_a_clip_is_used_once(say, alice):
    [tweet] = say()
    assert code_of(say, tweet.clip) == "clip_used"
    assert code_of(services.take_clip, owner=alice, given_id=tweet.clip_id) == "clip_used"


def test_a_refused_tweet_leaves_the_clip_unused(say, ready):  # noqa: F811
    clip = ready()
    assert code_of(say, clip, text=["x" * 300]) == "tweet_too_long"
    assert say(clip)


def test_somebody_elses_clip_is_unknown(ready, bob):  # noqa: F811
    assert code_of(services.take_clip, owner=bob, given_id=ready().pk) == "clip_unknown"


@pytest.mark.parametrize("given", ["", "0", "x", "-1", "9" * 40, "999999", None])
def test_no_clip_is_unknown(given, alice):
    assert code_of(services.take_clip, owner=alice, given_id=given) == "clip_unknown"


def test_one_that_is_not_ready_waits(sent, alice):  # noqa: F811
    assert code_of(services.take_clip, owner=alice, given_id=sent().pk) == "clip_not_ready"


def test_one_that_was_refused_or_taken_back_is_unknown(ready, alice):  # noqa: F811
    assert code_of(services.take_clip, owner=alice, given_id=ready(recordings.wav(0.1)).pk) == "clip_unknown"
    clip = ready()
    services.withdraw_clip(clip=clip)
    assert code_of(services.take_clip, owner=alice, given_id=clip.pk) == "clip_unknown"


def test_a_message_has_no_room_for_a_thread(sent, alice):  # noqa: F811
    clip = sent(recordings.encoded(recordings.tone(150)), most_clips=25)
    line.make_waiting()
    assert code_of(services.take_clip, owner=alice, given_id=clip.pk) == "clip_too_long"


def test_it_stands_alone(say, ready, alice):  # noqa: F811
    assert code_of(say, option=["Yes", "No"], poll_minutes=["60"]) == "clip_alone"
    assert code_of(post_tweet, author=alice, text="", pictures=[("1", "")], clip=ready()) == "clip_alone"


def test_it_waits_in_a_draft(say, ready, alice):  # noqa: F811
    clip = ready()
    draft = drafts.keep_draft(person=alice, fields={"text": [""], "clip": [str(clip.pk)]})
    Clip.objects.update(sent_at=clip.sent_at - Clip.KEPT_UNUSED * 2)
    line.sweep()
    clip.refresh_from_db()
    assert clip.is_ready
    Draft.objects.filter(pk=draft.pk).delete()
    line.sweep()
    assert not Clip.objects.filter(pk=clip.pk).exists()


def test_all_of_a_long_recording_waits_in_a_draft(alice):
    first = factories.clip(alice, most_clips=3)
    second = factories.clip(alice, first=first)
    draft = drafts.keep_draft(person=alice, fields={"text": [""], "clip": [str(first.pk)]})
    Clip.objects.update(sent_at=first.sent_at - Clip.KEPT_UNUSED * 2)
    line.sweep()
    assert set(Clip.objects.filter(state=Clip.State.READY)) == {first, second}
    draft.delete()
    line.sweep()
    assert not Clip.objects.exclude(state=Clip.State.CLEARED).exists()


@pytest.mark.parametrize("state", Clip.IN_THE_MAKING)
def test_a_scheduled_one_waits_until_it_is_ready(alice, state):
    clip = factories.clip(alice)
    Clip.objects.update(state=state)
    fields = {"text": [""], "clip": [str(clip.pk)], "clip_of": ["0"]}
    draft = drafts.keep_draft(person=alice, fields=fields, scheduled_for=timezone.now() + timedelta(hours=1))
    Draft.objects.update(scheduled_for=timezone.now())
    drafts.post_due()
    draft.refresh_from_db()
    assert draft.refusal == ""
    assert timedelta(0) < draft.scheduled_for - timezone.now() <= timedelta(minutes=1)
    Clip.objects.update(state=Clip.State.READY)
    Draft.objects.update(scheduled_for=timezone.now())
    drafts.post_due()
    assert Tweet.objects.get().clip == clip


@pytest.mark.parametrize("code", ["clip_not_ready", "clip_too_long", "clip_alone", "thread_too_long"])
def test_why_a_scheduled_one_was_not_posted_is_told(code):
    assert Draft(refusal=code).why_not != Draft(refusal="unheard_of").why_not


# ---- Its words -------------------------------------------------------------------------------------------------------


def test_its_words_are_read_found_and_muted(say, alice, bob, charlie, understood, ready):  # noqa: F811
    understood("good morning everybody", "the blackcap answers")
    clip = ready(recordings.encoded(recordings.spoken("slt", 1) + recordings.silence(3) + recordings.spoken("slt", 2)))
    [tweet] = say(clip)
    assert found(bob, "blackcap") == []
    transcribing.transcribe_waiting()
    clip.refresh_from_db()
    assert (clip.words_state, clip.text) == (_Words.READY, "good morning everybody the blackcap answers")
    assert [segment["text"] for segment in clip.transcript] == ["good morning everybody", "the blackcap answers"]
    assert found(bob, "blackcap") == found(bob, "filter:voice") == [tweet]
    assert tweet in timelines.home_of(bob).tweets
    muting.mute_words(person=bob, words="blackcap", lifetime="forever")
    assert tweet not in timelines.home_of(bob).tweets


def test_words_that_are_known_before_it_is_posted(say, bob, understood, ready):  # noqa: F811
    understood("the blackcap answers")
    clip = ready(recordings.encoded(recordings.spoken("slt", 1)))
    transcribing.transcribe_waiting()
    clip.refresh_from_db()
    assert found(bob, "blackcap") == []
    assert found(bob, "blackcap") == [] != say(clip) == found(bob, "blackcap")


def test_corrected_words_are_those_that_are_found(say, alice, bob, understood, ready):  # noqa: F811
    understood("the black cap answers")
    clip = ready(recordings.encoded(recordings.spoken("slt", 1)))
    [tweet] = say(clip)
    transcribing.transcribe_waiting()
    correcting.correct_words(clip=clip, captions=["the  nightingale\nanswers"])
    clip.refresh_from_db()
    assert (clip.text, clip.corrected_at is not None) == ("the nightingale answers", True)
    assert found(bob, "nightingale") == [tweet]
    assert found(bob, "cap") == []
    assert code_of(correcting.correct_words, clip=clip, captions=["one", "two"]) == "words_changed"
    assert code_of(correcting.correct_words, clip=clip, captions=["x" * 2001]) == "words_too_long"


@pytest.mark.django_db(transaction=True)
def test_words_are_corrected_while_what_says_them_is_deleted(alice, bob):
    deeds = []
    for number in range(6):
        said, told = (factories.clip(alice, f"line {number}") for _ in range(2))
        tweet = post_tweet(author=alice, text="", clip=said)
        message = send_message(author=alice, to=bob, text="", client_id=uuid4(), clip=str(told.pk))
        deeds += [partial(correcting.correct_words, clip=clip, captions=["other words"]) for clip in (said, told)]
        deeds += [partial(delete_tweet, tweet=tweet), partial(afterwards.take_back, author=alice, message=message)]
    assert set(at_once(deeds)) <= {"done", "words_not_ready"}
    assert not Tweet.objects.exists()
    assert not Message.objects.filter(deleted_at=None).exists()


def test_who_has_no_words_may_write_them(say, bob, settings, ready):  # noqa: F811
    settings.SPEECH_ENGINE = "none"
    clip = ready()
    [tweet] = say(clip)
    assert code_of(correcting.correct_words, clip=clip, captions=["Hello"]) == "words_not_ready"
    transcribing.transcribe_waiting()
    clip.refresh_from_db()
    assert clip.words_state == _Words.OFF
    correcting.correct_words(clip=clip, captions=["A tone, for a second"])
    assert found(bob, "tone") == [tweet]


def test_a_language_that_is_not_known_is_told(say, client, alice, ready):  # noqa: F811
    clip = ready(language="de")
    [tweet] = say(clip)
    transcribing.transcribe_waiting()
    clip.refresh_from_db()
    assert clip.words_state == _Words.NO_LANGUAGE
    client.force_login(alice)
    assert "no transcripts in Deutsch yet" in client.get(tweet.get_absolute_url()).content.decode()


def test_who_comes_after_a_dead_worker_goes_on_where_it_was(ready, understood, monkeypatch):  # noqa: F811
    clip = ready(recordings.encoded(recordings.spoken("slt", 1) + recordings.silence(3) + recordings.spoken("slt", 2)))
    understood("one")
    monkeypatch.setattr(transcribing, "_add", _dying(transcribing._add))
    with pytest.raises(KeyboardInterrupt):
        transcribing.transcribe_waiting()
    monkeypatch.undo()
    assert transcribing.has_waiting() is False
    Clip.objects.update(words_taken_at=None)
    understood("two")
    transcribing.transcribe_waiting()
    clip.refresh_from_db()
    assert (clip.words_state, clip.text) == (_Words.READY, "one two")


def _dying(add):
    def once(*args):
        add(*args)
        raise KeyboardInterrupt

    return once


def test_only_its_owner_corrects(client, say, alice, bob, understood, ready):  # noqa: F811
    understood("the black cap answers")
    clip = ready(recordings.encoded(recordings.spoken("slt", 1)))
    say(clip)
    transcribing.transcribe_waiting()
    client.force_login(bob)
    assert client.get(f"/clips/{clip.pk}/words/").status_code == 404
    client.force_login(alice)
    assert "the black cap answers" in client.get(f"/clips/{clip.pk}/words/").content.decode()
    assert client.post(f"/clips/{clip.pk}/words/", {"caption": ["the blackcap answers"]}).status_code == 302
    clip.refresh_from_db()
    assert clip.text == "the blackcap answers"
    refused = client.post(f"/clips/{clip.pk}/words/", {"caption": ["x" * 2001]})
    assert (refused.status_code, "x" * 2001 in refused.content.decode()) == (422, True)  # nothing typed is lost


def test_who_is_frozen_corrects_nothing(alice):
    clip = factories.clip(alice, "hello")
    restrictions.restrict(person=alice, kind=restrictions.Restriction.Kind.FROZEN)
    assert code_of(correcting.correct_words, clip=clip, captions=["new words for all"]) == "restricted"


def test_one_that_is_edited_while_it_is_corrected_is_found_by_what_it_says_now(say, alice, bob, monkeypatch):
    [tweet] = say(factories.clip(alice, "hello"), text=["zebrafish"])
    hold = counting.hold

    def waiting(*tweet_ids):
        monkeypatch.setattr(counting, "hold", hold)
        edit_tweet(tweet=Tweet.objects.get(pk=tweet.pk), text="quokka", seen=0)
        return hold(*tweet_ids)

    monkeypatch.setattr(counting, "hold", waiting)
    correcting.correct_words(clip=tweet.clip, captions=["good morning"])
    assert [len(found(bob, asked)) for asked in ("zebrafish", "quokka", "morning", "hello")] == [0, 1, 1, 0]


def test_a_deleted_tweet_keeps_no_words(say, understood, ready):  # noqa: F811
    understood("the blackcap answers")
    clip = ready(recordings.encoded(recordings.spoken("slt", 1)))
    [tweet] = say(clip)
    transcribing.transcribe_waiting()
    delete_tweet(tweet=Tweet.objects.get(pk=tweet.pk))
    clip.refresh_from_db()
    assert clip.transcript == []


def test_the_real_recogniser_understands(ready):  # noqa: F811
    clip = ready(recordings.encoded(recordings.spoken("slt", 1, 2)))
    transcribing.transcribe_waiting()
    clip.refresh_from_db()
    assert clip.words_state == _Words.READY
    assert len(clip.text.split()) > 5
