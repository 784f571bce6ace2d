"""Who is heard by whom, and what everybody is told."""

import pytest

from apps.spaces.live import protocol
from apps.spaces.live.room import Room
from tests.live.voices import ALICE, BOB, CHARLIE, DAVE, PACKET, Ear, facts, frame, packets_in, person, room_with

pytestmark = pytest.mark.pure


def role(someone, name):
    return ("role_changed", {"person": someone, "role": name}, 1.0)


def bundle_of(room, now=1.0):
    taken = room.take_bundle(now)
    return taken and taken[0]


# ---- sound -----------------------------------------------------------------------------------------------------------


def test_the_host_enters_muted_and_is_heard_once_unmuted():
    room, _ears = room_with(ALICE, BOB)
    assert room.hear("1", frame(1), 1.0) == "muted"
    room.set_mic("1", is_open=True)
    assert room.hear("1", frame(2), 1.0) is None
    assert packets_in(bundle_of(room)) == [PACKET]


def test_a_listener_is_not_heard():
    room, _ears = room_with(ALICE, BOB)
    assert room.set_mic("2", is_open=True) is False
    assert room.hear("2", frame(1), 1.0) == "not_on_stage"
    assert bundle_of(room) is None


def test_speakers_hear_each_other_at_once_and_never_themselves():
    room, ears = room_with(ALICE, BOB, CHARLIE, speakers=(BOB,))
    room.set_mic("1", is_open=True)
    room.hear("1", frame(1), 1.0)
    assert [protocol.parse_relay(data).slot for data in ears["bob"].sound] == [0]
    assert ears["alice"].sound == []
    assert ears["charlie"].sound == []


def test_all_listeners_get_the_same_bundle():
    room, ears = room_with(ALICE, BOB, CHARLIE)
    room.set_mic("1", is_open=True)
    room.hear("1", frame(1), 1.0)
    _bundle, listeners = room.take_bundle(1.0)
    assert set(listeners) == {ears["bob"], ears["charlie"]}


def test_silence_sends_nothing():
    room, _ears = room_with(ALICE, BOB)
    assert room.take_bundle(1.0) is None


@pytest.mark.parametrize(
    "silence",
    [
        lambda room: room.mute("2"),
        lambda room: room.mute(None),
        lambda room: room.set_mic("2", is_open=False),
        lambda room: room.apply(*role(BOB, "listener")),
        lambda room: room.apply("person_removed", {"person": BOB}, 1.0),
        lambda room: room.apply("person_left", {"person": BOB}, 1.0),
        lambda room: room.apply("space_ended", {"url": "/spaces/5/"}, 1.0),
    ],
    ids=["muted by host", "everybody muted", "muted by themselves", "off stage", "removed", "left", "ended"],
)
def test_from_that_moment_no_packet_gets_out_not_even_one_that_waited(silence):
    room, ears = room_with(ALICE, BOB, CHARLIE, speakers=(BOB,))
    room.set_mic("2", is_open=True)
    assert room.hear("2", frame(1), 1.0) is None
    before = len(ears["alice"].sound)
    silence(room)
    assert room.hear("2", frame(2), 1.0) in ("muted", "not_on_stage")
    assert bundle_of(room) is None
    assert len(ears["alice"].sound) == before


def test_the_host_mutes_but_only_bob_unmutes_bob():
    room, _ears = room_with(ALICE, BOB, speakers=(BOB,))
    room.set_mic("2", is_open=True)
    room.mute("2")
    assert room.hear("2", frame(1), 1.0) == "muted"
    room.set_mic("2", is_open=True)
    assert room.hear("2", frame(2), 1.0) is None


def test_what_the_host_muted_during_an_outage_stays_muted_until_its_person_opens_it():
    room, ears = room_with(ALICE, BOB, speakers=(BOB,))
    room.set_mic("2", is_open=True)
    room.lose("2", ears["bob"], 1.0)
    room.mute(None)
    room.enter(BOB, Ear())
    assert room.set_mic("2", is_open=True, again=True) is False
    assert room.set_mic("2", is_open=True) is True
    assert room.set_mic("2", is_open=True, again=True) is True


def test_muting_nobody_mutes_nobody():
    room, _ears = room_with(ALICE, BOB, speakers=(BOB,))
    room.set_mic("2", is_open=True)
    room.mute("")
    assert room.hear("2", frame(1), 1.0) is None


def test_more_pieces_than_a_bundle_can_count_are_cut_and_the_rest_is_heard():
    speakers = tuple(person(i, f"speaker{i}") for i in range(10, 14))
    room = Room(facts(*speakers), 0.0)
    for speaker in speakers:
        room.set_mic(speaker["id"], is_open=True)
        for seq in range(2, 200, 2):
            room.hear(speaker["id"], frame(seq), 1.0)
    assert len(protocol.parse_bundle(bundle_of(room)).groups) == protocol.MOST_GROUPS


def test_a_nudge_that_was_overtaken_does_not_bring_back_who_was_removed():
    room, _ears = room_with(ALICE, BOB)
    room.apply("person_removed", {"person": BOB}, 1.0)
    room.apply(*role(BOB, "speaker"))
    room.apply("hand_changed", {"person": BOB, "raised_at": 7}, 1.0)
    snapshot = room.snapshot()
    assert [seat["person"]["handle"] for seat in snapshot["stage"]] == ["alice"]
    assert snapshot["hands"] == []


def test_muting_everybody_leaves_the_host_heard():
    room, _ears = room_with(ALICE, BOB, speakers=(BOB,))
    room.set_mic("1", is_open=True)
    room.mute(None)
    assert room.hear("1", frame(1), 1.0) is None


def test_an_approved_speaker_enters_muted_and_hears_packets_from_then_on():
    room, ears = room_with(ALICE, BOB)
    room.apply(*role(BOB, "speaker"))
    assert room.hear("2", frame(1), 1.0) == "muted"
    room.set_mic("1", is_open=True)
    room.hear("1", frame(1), 1.0)
    assert len(ears["bob"].sound) == 1
    assert room.take_bundle(1.0)[1] == ()


# ---- coming and going ------------------------------------------------------------------------------------------------


def test_a_second_tab_replaces_the_first_and_starts_muted():
    room, ears = room_with(ALICE, BOB)
    room.set_mic("1", is_open=True)
    second = Ear()
    room.enter(ALICE, second)
    assert ears["alice"].closed == "replaced"
    assert room.hear("1", frame(1), 1.0) == "muted"
    room.lose("1", ears["alice"], 2.0)
    assert room.is_heard_through("1", second)


def test_a_lost_speaker_keeps_the_seat_for_half_a_minute():
    room, ears = room_with(ALICE, BOB, CHARLIE, speakers=(BOB,))
    room.lose("2", ears["bob"], 10.0)
    assert ears["alice"].last("seat_changed")["seat"]["present"] is False
    assert room.forsaken_seats(39.0) == []
    assert [seat.person for seat in room.forsaken_seats(41.0)] == [BOB]


def test_coming_back_in_time_finds_the_same_seat():
    room, ears = room_with(ALICE, BOB, speakers=(BOB,))
    room.lose("2", ears["bob"], 10.0)
    room.enter(BOB, Ear())
    assert room.forsaken_seats(100.0) == []
    assert ears["alice"].last("seat_changed") == {
        "slot": 1,
        "seat": {"slot": 1, "person": BOB, "role": "speaker", "mic": "muted", "present": True},
    }


def test_somebody_removed_is_out_and_stays_out():
    room, ears = room_with(ALICE, CHARLIE)
    room.apply("person_removed", {"person": CHARLIE}, 1.0)
    assert ears["charlie"].closed == "removed"
    assert room.may_enter("3") == "removed"


def test_somebody_removed_before_they_came_stays_out():
    assert Room(facts(removed=(CHARLIE,)), 0.0).may_enter("3") == "removed"


def test_the_end_is_told_to_everybody_and_nobody_enters_afterwards():
    room, ears = room_with(ALICE, BOB)
    room.apply("space_ended", {"url": "/spaces/5/"}, 1.0)
    assert ears["bob"].last("space_ended") == {"url": "/spaces/5/"}
    assert ears["bob"].closed == ears["alice"].closed == "space_ended"
    assert room.may_enter("3") == "space_ended"


def test_twelve_speakers_sit_beside_the_host_each_on_a_seat_of_their_own():
    speakers = tuple(person(i, f"speaker{i}") for i in range(10, 22))
    room = Room(facts(*speakers), 0.0)
    assert [seat["slot"] for seat in room.snapshot()["stage"]] == list(range(13))


def test_a_dead_connection_is_dropped_in_the_round():
    room, ears = room_with(ALICE, BOB)
    ears["bob"].fault = lambda now: "heartbeat_lost"
    room.close_faulty(20.0)
    assert ears["bob"].closed == "heartbeat_lost"
    assert room.listening_count == 0


# ---- what is told ----------------------------------------------------------------------------------------------------


def test_reactions_are_gathered_and_told_to_all():
    room, ears = room_with(ALICE, BOB)
    for _ in range(3):
        room.react("2", "💯")
    room.tell_news(1.0)
    assert ears["alice"].last("people_reacted") == {"reactions": [{"person": "2", "reaction": "💯", "count": 3}]}


def test_a_thousand_people_coming_at_once_are_told_in_one_message_with_the_first_faces():
    room, ears = room_with(ALICE)
    room.tell_news(1.0)
    for i in range(100, 1100):
        room.enter(person(i, f"p{i}"), Ear())
    before = len(ears["alice"].events)
    room.tell_news(2.0)
    news = ears["alice"].last("audience_changed")
    assert len(ears["alice"].events) == before + 1
    assert (news["count"], len(news["joined"])) == (1000, 48)


def test_rows_correct_whatever_the_nudges_missed():
    room, ears = room_with(ALICE, BOB, CHARLIE, speakers=(BOB,))
    room.reconcile(facts(CHARLIE, hands=(DAVE,), removed=(BOB,)), 1.0)
    snapshot = room.snapshot()
    assert [seat["person"]["handle"] for seat in snapshot["stage"]] == ["alice", "charlie"]
    assert [hand["person"]["handle"] for hand in snapshot["hands"]] == ["dave"]
    assert ears["bob"].closed == "removed"


def test_rows_that_agree_are_told_to_nobody():
    room, ears = room_with(ALICE, BOB, speakers=(BOB,))
    before = len(ears["alice"].events)
    room.reconcile(facts(BOB), 1.0)
    assert len(ears["alice"].events) == before
