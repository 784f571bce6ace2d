"""When recognition can't keep up: what is too late is left out, and everybody is told."""

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.spaces import captions, recognition, services
from apps.spaces.models import Caption, Space
from tests.spaces.saying import say

State = Caption.State


@pytest.fixture
def space(alice) -> Space:
    """A live Space of alice's, who agreed to captions."""
    captions.set_captioned(person=alice, agrees=True)
    return services.start_space(host=alice, title="Dawn chorus", announce=False)


def test_what_was_said_too_long_ago_is_dropped_and_captions_are_delayed(
    alice, space, recognised, nudges, django_capture_on_commit_callbacks
):
    caption = say(alice, space, seconds_ago=11)
    with django_capture_on_commit_callbacks(execute=True):
        recognition.recognise_waiting()
    caption.refresh_from_db()
    assert (caption.state, bytes(caption.sound), recognised) == (State.DROPPED, b"", [])
    assert nudges() == [(f"space:{space.pk}", "captions_delayed", {})]
    assert captions.captions_of(space) == {"state": "delayed", "lines": []}


def test_after_the_next_line_in_time_captions_are_on_again(alice, space):
    say(alice, space, seconds_ago=11)
    recognition.recognise_waiting()
    say(alice, space, began_ms=2000)
    recognition.recognise_waiting()
    assert captions.captions_of(space)["state"] == "on"


def test_when_nobody_recognises_at_all_captions_are_delayed(alice, space):
    say(alice, space, seconds_ago=9)
    assert captions.captions_of(space)["state"] == "on"
    Caption.objects.update(created_at=timezone.now() - timedelta(seconds=11))
    assert captions.captions_of(space)["state"] == "delayed"


@pytest.mark.parametrize("who", ["the sweep", "the room"])
def test_sound_is_kept_for_a_minute_at_most_whoever_is_left_to_see_to_it(alice, space, who):
    young, old = say(alice, space, seconds_ago=59), say(alice, space, seconds_ago=61, began_ms=2000)
    if who == "the sweep":
        recognition.sweep()
    else:
        services.report_alive(space_id=space.pk, listening_count=1)
    for caption in (young, old):
        caption.refresh_from_db()
    assert (old.state, bytes(old.sound)) == (State.DROPPED, b"")
    assert young.state == State.WAITING
