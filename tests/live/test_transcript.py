"""What a room shows of what was said."""

from apps.spaces.live import nudges
from tests.live.voices import ALICE, BOB, facts, line, room_with


def shown(room):
    return [said["id"] for said in room.snapshot()["captions"]["lines"]]


def say(room, said):
    nudges.apply(room, "caption_said", said, 1.0)


def told(ear):
    return [event["event"] for event in ear.events if event["event"].startswith("caption")]


def test_a_line_is_told_to_everybody_and_shown_to_newcomers():
    room, ears = room_with(ALICE, BOB)
    say(room, line(7, BOB, text="The tide comes in."))
    assert ears["alice"].last("caption_said") == line(7, BOB, text="The tide comes in.")
    assert room.snapshot()["captions"] == {"state": "on", "lines": [line(7, BOB, text="The tide comes in.")]}


def test_lines_stand_in_the_order_in_which_people_began_to_speak():
    room, _ears = room_with(ALICE)
    for line_id, began_ms in [(3, 3000), (1, 500), (4, 500), (2, 2000)]:
        say(room, line(line_id, began_ms=began_ms))
    assert shown(room) == ["1", "4", "2", "3"]


def test_a_line_told_twice_is_shown_once():
    room, ears = room_with(ALICE)
    say(room, line(1))
    say(room, line(1))
    assert shown(room) == ["1"]
    assert told(ears["alice"]) == ["caption_said"]


def test_fifty_lines_are_shown_and_one_older_than_all_is_not_told():
    room, ears = room_with(ALICE)
    for line_id in range(100, 160):
        say(room, line(line_id))
    assert shown(room) == [str(line_id) for line_id in range(110, 160)]
    before = len(ears["alice"].events)
    say(room, line(50))
    assert (shown(room)[0], len(ears["alice"].events)) == ("110", before)


def test_a_room_opened_anew_shows_what_the_rows_remember():
    room, _ears = room_with(ALICE, lines=[line(2), line(1)], captions="delayed")
    assert shown(room) == ["1", "2"]
    assert room.snapshot()["captions"]["state"] == "delayed"


def test_a_lost_nudge_is_mended_from_the_rows():
    room, ears = room_with(ALICE, lines=[line(1)])
    nudges.reconcile(room, facts(lines=[line(1), line(2)], captions="delayed"), 5.0)
    assert shown(room) == ["1", "2"]
    assert ears["alice"].last("captions_state_changed") == {"state": "delayed"}
    before = len(ears["alice"].events)
    nudges.reconcile(room, facts(lines=[line(1), line(2)], captions="delayed"), 10.0)
    assert len(ears["alice"].events) == before


def test_captions_are_delayed_until_the_next_line_comes_in_time():
    room, ears = room_with(ALICE)
    nudges.apply(room, "captions_delayed", {}, 1.0)
    nudges.apply(room, "captions_delayed", {}, 1.0)
    assert room.snapshot()["captions"]["state"] == "delayed"
    say(room, line(1))
    assert room.snapshot()["captions"]["state"] == "on"
    assert told(ears["alice"]) == ["captions_state_changed", "captions_state_changed", "caption_said"]
