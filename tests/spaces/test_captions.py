"""What is kept of what people say, and what becomes of it. The recogniser is the real one."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import User
from apps.core.errors import NotFound, Refused
from apps.spaces import access, captions, models, recognition, services, stage, tasks
from apps.spaces.live import commands
from apps.spaces.live.desk import facts_of
from apps.spaces.models import Caption, Space
from apps.speech import recogniser
from apps.speech.faults import EngineFault
from tests import factories
from tests.live import spoken
from tests.spaces.saying import say
from tests.speech.samples import word_errors
from tests.together import at_once

State = Caption.State


@pytest.fixture(autouse=True)
def patience(monkeypatch):
    """A slow machine drops nothing here; `test_captions_late.py` is about that."""
    for limit in ("LATE_AFTER", "TAKEN_FOR"):
        monkeypatch.setattr(models, limit, timedelta(hours=1))


@pytest.fixture
def space(alice) -> Space:
    """A live Space of alice's, who agreed to captions."""
    captions.set_captioned(person=alice, agrees=True)
    return services.start_space(host=alice, title="Dawn chorus", announce=False)


# ---- from sound to words ---------------------------------------------------------------------------------------------


def test_what_alice_says_becomes_a_line_and_its_sound_is_gone(alice, space, nudges, django_capture_on_commit_callbacks):
    caption = say(alice, space)
    assert (caption.state, caption.person, bool(caption.sound)) == (State.WAITING, alice, True)
    nudges()
    with django_capture_on_commit_callbacks(execute=True):
        assert recognition.recognise_waiting() is False
    caption.refresh_from_db()
    assert (caption.state, bytes(caption.sound)) == (State.READY, b"")
    assert word_errors(spoken.line(2), caption.text) <= 3
    line = {
        "id": str(caption.pk),
        "person": alice.as_event(),
        "began_ms": 1000,
        "ended_ms": caption.ended_ms,
        "text": caption.text,
    }
    assert nudges() == [(f"space:{space.pk}", "caption_said", line)]


def test_for_everything_kept_a_task_is_sent(alice, space, monkeypatch, django_capture_on_commit_callbacks):
    sent = []
    monkeypatch.setattr(tasks.recognise_captions, "delay", lambda: sent.append(Caption.objects.count()))
    with django_capture_on_commit_callbacks(execute=True):
        say(alice, space)
    assert sent == [1]


def test_the_oldest_is_recognised_first(alice, space, recognised):
    for number, seconds_ago in [(1, 2), (2, 6), (3, 4)]:
        say(alice, space, number, seconds_ago=seconds_ago, began_ms=number * 1000)
    recognition.recognise_waiting()
    assert recognised == [len(spoken.packets("slt", number)) for number in (2, 3, 1)]


def test_a_worker_takes_a_few_and_says_that_more_waits(alice, space, recognised):
    for number in range(recognition.IN_A_ROW + 1):
        say(alice, space, 2, began_ms=number)
    assert recognition.recognise_waiting() is True
    assert len(recognised) == recognition.IN_A_ROW
    assert recognition.recognise_waiting() is False


@pytest.mark.django_db(transaction=True)
def test_two_tasks_for_one_row_recognise_and_tell_it_once(alice, space, recognised, nudges):
    say(alice, space)
    nudges()
    at_once([recognition.recognise_waiting] * 8)
    assert len(recognised) == 1
    assert [event for _topic, event, _data in nudges()] == ["caption_said"]


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_take_the_same_row(alice, space):
    for number in range(4):
        say(alice, space, 2, began_ms=number)
    taken = []
    at_once([lambda: taken.append(recognition._take_oldest())] * 8)
    assert sorted(caption.began_ms for caption in taken if caption) == [0, 1, 2, 3]


def test_what_a_killed_worker_took_is_recognised_by_the_next(alice, space, recognised):
    caption = say(alice, space, seconds_ago=6)
    Caption.objects.update(taken_at=timezone.now() - timedelta(minutes=59))
    recognition.recognise_waiting()
    assert recognised == []
    Caption.objects.update(taken_at=timezone.now() - timedelta(minutes=61))
    recognition.recognise_waiting()
    caption.refresh_from_db()
    assert caption.state == State.READY


def test_a_lost_task_is_sent_again_by_the_sweep(alice, space, monkeypatch):
    sent = []
    monkeypatch.setattr(tasks.recognise_captions, "delay", lambda: sent.append(1))
    tasks.sweep_captions()
    assert sent == []
    say(alice, space)
    tasks.sweep_captions()
    assert sent == [1]


def test_an_engine_that_fails_leaves_the_row_for_the_next_time(alice, space, monkeypatch):
    caption = say(alice, space)

    def fail(**_):
        raise EngineFault("engine_unavailable", "The recogniser died twice.")

    monkeypatch.setattr(recogniser, "recognise", fail)
    assert recognition.recognise_waiting() is False
    caption.refresh_from_db()
    assert caption.state == State.WAITING
    monkeypatch.undo()
    Caption.objects.update(taken_at=timezone.now() - timedelta(minutes=61))
    recognition.recognise_waiting()
    caption.refresh_from_db()
    assert caption.state == State.READY


@pytest.mark.parametrize(("words", "kept"), [("a\x00b\x1b c", "ab c"), ("x" * 9000, "x" * 2000), ("<b>hi</b>", "<b>hi</b>")])
def test_odd_words_of_an_engine_are_cleaned(alice, space, monkeypatch, words, kept):
    caption = say(alice, space)
    monkeypatch.setattr(recogniser, "recognise", lambda **_: words)
    recognition.recognise_waiting()
    caption.refresh_from_db()
    assert (caption.state, caption.text) == (State.READY, kept)


@pytest.mark.parametrize("words", ["", "  \n ", "\x00", "\u200b"])
def test_without_words_there_is_no_line(alice, space, monkeypatch, nudges, words, django_capture_on_commit_callbacks):
    caption = say(alice, space)
    monkeypatch.setattr(recogniser, "recognise", lambda **_: words)
    with django_capture_on_commit_callbacks(execute=True):
        recognition.recognise_waiting()
    caption.refresh_from_db()
    assert (caption.state, bytes(caption.sound)) == (State.EMPTY, b"")
    assert nudges() == []
    assert captions.captions_of(space)["lines"] == []


# ---- who may be captioned --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("consent", [None, False])
def test_nothing_is_kept_of_one_who_refused_or_was_never_asked(alice, space, consent):
    User.objects.filter(pk=alice.pk).update(captions_consent=consent)
    assert say(alice, space) is None


def test_one_who_refuses_while_it_waits_is_deleted_unheard(alice, space, recognised):
    said = say(alice, space)
    recognition.recognise_waiting()
    say(alice, space, began_ms=2000)
    captions.set_captioned(person=alice, agrees=False)
    recognition.recognise_waiting()
    assert [caption.pk for caption in Caption.objects.all()] == [said.pk]
    assert len(recognised) == 1


def test_one_who_refuses_while_it_is_recognised_is_deleted_too(
    alice, space, recognised, nudges, django_capture_on_commit_callbacks
):
    say(alice, space)
    recognised.meanwhile = lambda: captions.set_captioned(person=alice, agrees=False)
    with django_capture_on_commit_callbacks(execute=True):
        recognition.recognise_waiting()
    assert not Caption.objects.exists()
    assert "caption_said" not in [event for _topic, event, _data in nudges()]


def test_however_the_refusal_came_about_what_waits_is_not_recognised(alice, space, recognised):
    say(alice, space)
    User.objects.filter(pk=alice.pk).update(captions_consent=False)
    recognition.recognise_waiting()
    assert recognised == []
    recognition.sweep()
    assert not Caption.objects.exists()


def test_the_live_rooms_where_alice_has_a_seat_are_told(alice, bob, space, nudges, django_capture_on_commit_callbacks):
    elsewhere = services.start_space(host=bob, title="Elsewhere", announce=False)
    services.enter_space(person=alice, space=elsewhere)
    over = services.start_space(host=factories.person("dora"), title="Over", announce=False)
    services.enter_space(person=alice, space=over)
    Space.objects.filter(pk=over.pk).update(ended_at=timezone.now())
    nudges()
    with django_capture_on_commit_callbacks(execute=True):
        captions.set_captioned(person=alice, agrees=False)
    refusal = ("captions_consent_changed", {"person": str(alice.pk), "agrees": False})
    assert sorted(nudges()) == sorted((f"space:{room.pk}", *refusal) for room in (space, elsewhere))


def test_who_agreed_is_captioned_as_soon_as_they_are_on_stage(bob, space, nudges, django_capture_on_commit_callbacks):
    captions.set_captioned(person=bob, agrees=True)
    seat = services.enter_space(person=bob, space=space)
    stage.raise_hand(seat=seat)
    nudges()
    with django_capture_on_commit_callbacks(execute=True):
        stage.bring_to_stage(seat=seat)
    assert [event for _topic, event, _data in nudges()] == ["captions_consent_changed", "role_changed"]


@pytest.mark.parametrize("given", [None, "true", 1, [], {}])
def test_consent_that_is_neither_yes_nor_no_is_refused(alice, space, given):
    with pytest.raises(Refused, match="bad_message"):
        commands.set_captioned(alice, space.pk, {"agrees": given})
    assert User.objects.get(pk=alice.pk).captions_consent is True


def test_a_room_opened_anew_knows_who_agreed(alice, space):
    dora = factories.speaker(space, "dora").person
    assert facts_of(space.pk)["agreed"] == [str(alice.pk)]
    captions.set_captioned(person=dora, agrees=True)
    assert set(facts_of(space.pk)["agreed"]) == {str(alice.pk), str(dora.pk)}


@pytest.mark.parametrize(
    ("sent", "kept"), [({"agrees": "on"}, True), ({}, False), ({"agrees": "\x00"}, True), ({"agrees": "false"}, False)]
)
def test_the_switch_in_settings(client, bob, sent, kept):
    client.force_login(bob)
    assert client.post(reverse("captions_consent"), sent).url == reverse("profile_settings")
    bob.refresh_from_db()
    assert bob.captions_consent is kept


# ---- the end ---------------------------------------------------------------------------------------------------------


def test_with_the_space_its_captions_are_gone(alice, space, recognised):
    say(alice, space)
    recognition.recognise_waiting()
    say(alice, space, began_ms=2000)
    services.end_space(host=alice, space=space)
    assert not Caption.objects.exists()
    assert say(alice, space, began_ms=3000) is None


def test_with_an_abandoned_space_too(alice, space):
    say(alice, space)
    Space.objects.update(alive_at=timezone.now() - timedelta(minutes=3))
    for _look in range(2):  # the first may be one after a sleep
        services.end_abandoned_spaces()
    assert not Caption.objects.exists()


def test_what_is_left_of_an_ended_space_is_swept(alice, bob, space):
    left = say(alice, space)
    Space.objects.update(ended_at=timezone.now())
    captions.set_captioned(person=bob, agrees=True)
    other = say(bob, services.start_space(host=bob, title="Elsewhere", announce=False), began_ms=5000)
    recognition.sweep()
    assert [caption.pk for caption in Caption.objects.all()] == [other.pk]
    assert left.pk != other.pk


def test_ended_while_it_is_recognised_it_is_told_to_nobody(alice, space, recognised, nudges, django_capture_on_commit_callbacks):
    say(alice, space)
    recognised.meanwhile = lambda: services.end_space(host=alice, space=space)
    with django_capture_on_commit_callbacks(execute=True):
        recognition.recognise_waiting()
    assert not Caption.objects.exists()
    assert "caption_said" not in [event for _topic, event, _data in nudges()]


# ---- languages and engines -------------------------------------------------------------------------------------------


def test_a_language_the_engine_lacks_has_no_captions(bob):
    german = services.start_space(host=bob, title="Vogelstimmen", announce=False, language="de")
    assert facts_of(german.pk)["captions"] == {"state": "no_language", "lines": []}
    captions.set_captioned(person=bob, agrees=True)
    assert say(bob, german) is None


def test_without_an_engine_captions_are_off(alice, space, settings):
    settings.SPEECH_ENGINE = "none"
    assert facts_of(space.pk)["captions"] == {"state": "off", "lines": []}
    assert say(alice, space) is None


# ---- reading back ----------------------------------------------------------------------------------------------------


@pytest.fixture
def many(alice, space) -> list[str]:
    """The ids of 120 lines, as they were said."""
    said = [
        Caption(pk=1000 + i, space=space, person=alice, began_ms=i, ended_ms=i, state=State.READY, text=f"{i}")
        for i in range(120)
    ]
    waiting = Caption(pk=5000, space=space, person=alice, began_ms=500, ended_ms=501, sound=b"x")
    Caption.objects.bulk_create([*said, waiting])
    return [str(caption.pk) for caption in said]


def page(client, space, **query):
    return client.get(reverse("space_captions", args=[space.pk]), query)


def test_bob_scrolls_back_to_the_first_word(client, bob, space, many):
    services.enter_space(person=bob, space=space)
    client.force_login(bob)
    shown = [line["id"] for line in captions.captions_of(space)["lines"]]
    before = shown[0]
    while before:
        answer = page(client, space, before=before).json()
        shown = [line["id"] for line in answer["lines"]] + shown
        before = answer["next"]
    assert shown == many


def test_a_line_in_a_page_looks_like_one_of_the_room(client, alice, space, many):
    client.force_login(alice)
    assert page(client, space).json()["lines"] == captions.captions_of(space)["lines"]


@pytest.mark.parametrize("before", ["", "abc", "-1", "1.5", "\x00", "9" * 19, "9" * 40])
def test_a_page_before_nothing_is_the_last_one(client, alice, space, many, before):
    client.force_login(alice)
    assert len(page(client, space, before=before).json()["lines"]) == 50


def test_who_is_not_in_the_space_reads_nothing(alice, bob, charlie, space, many):
    services.remove_person(seat=services.enter_space(person=bob, space=space))
    for person in (bob, charlie):
        with pytest.raises(NotFound):
            access.live_seat(person, space.pk)
    services.end_space(host=alice, space=space)
    with pytest.raises(NotFound):
        access.live_seat(alice, space.pk)
