"""Who is heard by whom, and what everybody is told."""

import pytest

from apps.spaces.live import nudges, protocol
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
        lambda room: nudges.apply(room, *role(BOB, "listener")),
        lambda room: nudges.apply(room, "person_removed", {"person": BOB}, 1.0),
        lambda room: nudges.apply(room, "person_left", {"person": BOB}, 1.0),
        lambda room: nudges.apply(room, "space_ended", {"url": "/spaces/5/"}, 1.0),
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
    nudges.apply(room, "person_removed", {"person": BOB}, 1.0)
    nudges.apply(room, *role(BOB, "speaker"))
    nudges.apply(room, "hand_changed", {"person": BOB, "raised_at": 7}, 1.0)
    snapshot = room.snapshot()
    assert [seat["person"]["handle"] for seat in snapshot["stage"]] == ["alice"]
    assert snapshot["hands"] == []


def test_an_invitation_is_told_to_all_and_ends_when_its_person_comes_up_or_goes():
    room, ears = room_with(ALICE, BOB, CHARLIE)
    for guest in (BOB, CHARLIE, DAVE):
        nudges.apply(room, "invitation_changed", {"person": guest, "invited_at": int(guest["id"])}, 1.0)
    assert ears["bob"].last("invitation_changed") == {"person": DAVE, "invited_at": 4}
    assert [each["person"]["handle"] for each in room.snapshot()["invitations"]] == ["bob", "charlie", "dave"]
    nudges.apply(room, *role(BOB, "speaker"))
    nudges.apply(room, "person_left", {"person": CHARLIE}, 1.0)
    nudges.apply(room, "person_removed", {"person": DAVE}, 1.0)
    assert room.snapshot()["invitations"] == []
    assert room.hear("2", frame(1), 1.0) == "muted"


def test_an_invitation_that_was_overtaken_invites_nobody():
    room, _ears = room_with(ALICE, BOB, CHARLIE, speakers=(BOB,))
    nudges.apply(room, "person_removed", {"person": CHARLIE}, 1.0)
    for guest in (BOB, CHARLIE):
        nudges.apply(room, "invitation_changed", {"person": guest, "invited_at": 7}, 1.0)
    assert room.snapshot()["invitations"] == []


def test_muting_everybody_leaves_the_host_heard():
    room, _ears = room_with(ALICE, BOB, speakers=(BOB,))
    room.set_mic("1", is_open=True)
    room.mute(None)
    assert room.hear("1", frame(1), 1.0) is None


def test_an_approved_speaker_enters_muted_and_hears_packets_from_then_on():
    room, ears = room_with(ALICE, BOB)
    nudges.apply(room, *role(BOB, "speaker"))
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
        "seat": {"slot": 1, "person": BOB, "role": "speaker", "mic": "muted", "present": True, "captioned": False},
    }


def hand_over(room, before, after, into="listener"):
    """As the rows tell it."""
    nudges.apply(room, *role(before, into))
    nudges.apply(room, *role(after, "host"))
    nudges.apply(room, "host_changed", {"host": after["id"]}, 1.0)


def test_who_stands_in_for_the_host_stays_where_they_sit_and_is_heard_on():
    room, ears = room_with(BOB, CHARLIE, speakers=(BOB,))
    room.set_mic("2", is_open=True)
    hand_over(room, ALICE, BOB)
    assert room.hear("2", frame(1), 1.0) is None
    assert packets_in(bundle_of(room)) == [PACKET]
    seat = {"slot": 1, "person": BOB, "role": "host", "mic": "open", "present": True, "captioned": False}
    assert ears["charlie"].last("seat_changed") == {"slot": 1, "seat": seat}
    assert ears["charlie"].last("host_changed") == {"host": "2"}
    assert (room.is_host("1"), room.is_host("2")) == (False, True)
    assert room.snapshot()["space"]["host"] == "2"


def test_the_host_comes_back_to_the_first_seat_and_the_other_speaks_on():
    room, ears = room_with(BOB, CHARLIE, speakers=(BOB,))
    hand_over(room, ALICE, BOB)
    room.set_mic("2", is_open=True)
    room.enter(ALICE, Ear())
    hand_over(room, BOB, ALICE, into="speaker")
    assert [(seat["slot"], seat["role"], seat["mic"]) for seat in room.snapshot()["stage"]] == [
        (0, "host", "muted"),
        (1, "speaker", "open"),
    ]
    assert ears["charlie"].last("host_changed") == {"host": "1"}


def test_rows_tell_who_hosts_when_the_nudge_was_lost():
    room, ears = room_with(BOB, CHARLIE, speakers=(BOB,))
    nudges.reconcile(room, facts(host=BOB), 1.0)
    assert ears["charlie"].last("host_changed") == {"host": "2"}
    assert [(seat["slot"], seat["role"]) for seat in room.snapshot()["stage"]] == [(1, "host")]


def test_a_full_room_has_a_place_for_those_on_stage(monkeypatch):
    monkeypatch.setattr("apps.spaces.live.room.MOST_PEOPLE", 1)
    room, _ears = room_with(CHARLIE, speakers=(BOB,))
    assert [room.may_enter(someone["id"]) for someone in (ALICE, BOB, CHARLIE, DAVE)] == [None, None, None, "space_full"]


def test_somebody_removed_is_out_and_stays_out():
    room, ears = room_with(ALICE, CHARLIE)
    nudges.apply(room, "person_removed", {"person": CHARLIE}, 1.0)
    assert ears["charlie"].closed == "removed"
    assert room.may_enter("3") == "removed"


def test_somebody_removed_before_they_came_stays_out():
    assert Room(facts(removed=(CHARLIE,)), 0.0).may_enter("3") == "removed"


def test_the_end_is_told_to_everybody_and_nobody_enters_afterwards():
    room, ears = room_with(ALICE, BOB)
    nudges.apply(room, "space_ended", {"url": "/spaces/5/"}, 1.0)
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
    eve = person(5, "eve")
    nudges.reconcile(room, facts(CHARLIE, hands=(DAVE,), invited=(eve,), removed=(BOB,)), 1.0)
    snapshot = room.snapshot()
    assert snapshot["invitations"] == [{"person": eve, "invited_at": 2000}]
    assert [seat["person"]["handle"] for seat in snapshot["stage"]] == ["alice", "charlie"]
    assert [hand["person"]["handle"] for hand in snapshot["hands"]] == ["dave"]
    assert ears["bob"].closed == "removed"


def test_who_left_for_good_is_told_so_once():
    room, ears = room_with(ALICE, BOB, CHARLIE, speakers=(BOB,))
    for at in (1.0, 2.0):
        nudges.reconcile(room, facts(gone=(BOB,)), at)
        room.tell_news(at)
    assert ears["bob"].closed == "left"
    assert [seat["person"]["handle"] for seat in room.snapshot()["stage"]] == ["alice"]
    before = len(ears["alice"].events)
    nudges.reconcile(room, facts(gone=(BOB,)), 3.0)
    room.tell_news(3.0)
    assert len(ears["alice"].events) == before


def test_rows_that_agree_are_told_to_nobody():
    room, ears = room_with(ALICE, BOB, speakers=(BOB,))
    before = len(ears["alice"].events)
    nudges.reconcile(room, facts(BOB), 1.0)
    assert len(ears["alice"].events) == before
