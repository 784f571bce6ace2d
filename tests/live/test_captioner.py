"""How the captioner cuts what people say, on a clock in the test's hand."""

import pytest

from apps.spaces.live import nudges
from apps.spaces.live.protocol import DISCONT, END, START
from apps.spaces.live.room import Room
from tests.live.voices import ALICE, BOB, CHARLIE, facts, frame, room_with

FRAME = 0.02  # seconds
VOICE, HUSH = 25, 70  # −dBov


class Speaker:
    """Somebody whose page sends a frame every 20 ms, in a room whose hub asks for utterances every 60 ms."""

    said: list  # by anybody in the room

    def __init__(self, room, who=ALICE, *, ts=0, now=0.0):
        self.room, self.who, self.ts, self.now = room, who, ts, now
        self.seq = 0
        self.asked_at = now
        self.done = []
        room.set_mic(who["id"], is_open=True)

    def speak(self, seconds, *, level=VOICE, flags=0):
        for i in range(round(seconds / FRAME)):
            self.send(level, flags if i == 0 else 0)
            self.ts += 960
            self.pass_time(FRAME)
        return self

    def send(self, level=VOICE, flags=0, ts=None):
        self.seq += 1
        packet = b"" if flags & END else b"\x78" + self.seq.to_bytes(4)
        mic = frame(self.seq, ts=self.ts if ts is None else ts, flags=flags, level=level, packet=packet)
        return self.room.hear(self.who["id"], mic, self.now)

    def end(self):
        self.send(127, END)
        return self

    def pause(self, seconds):
        """Time goes on, on the sample clock too, and nothing is sent."""
        self.ts += round(seconds * 48_000)
        self.pass_time(seconds)
        return self

    def pass_time(self, seconds):
        until = self.now + seconds
        while self.asked_at + 0.06 <= until:
            self.asked_at += 0.06
            self.done += self.room.captioner.take_utterances(self.asked_at)
        self.now = until


@pytest.fixture
def room():
    return room_with(ALICE, BOB, speakers=(BOB,), agreed=(ALICE, BOB))[0]


@pytest.fixture
def alice(room):
    return Speaker(room)


def lengths(utterances):
    """In seconds, by the packets."""
    return [round((said.packets[-1][0] + 960) / 48_000, 2) for said in utterances]


# ---- one utterance ---------------------------------------------------------------------------------------------------


def test_a_sentence_and_a_pause_make_an_utterance(alice):
    alice.pause(5).speak(2, flags=START).end().pause(0.6)
    assert alice.done == []
    alice.pause(0.2)
    (said,) = alice.done
    assert said.person_id == ALICE["id"]
    assert (said.began_ms, said.ended_ms) == (pytest.approx(5000, abs=80), pytest.approx(7000, abs=80))
    assert [at for at, _packet in said.packets] == [i * 960 for i in range(100)]
    assert [packet for _at, packet in said.packets] == [b"\x78" + (i + 1).to_bytes(4) for i in range(100)]


def test_times_count_from_the_start_of_the_space_whenever_its_room_was_opened():
    rows = facts(agreed=(ALICE,))
    rows["age_ms"] = 3_600_000
    alice = Speaker(Room(rows, now=500.0), now=501.0)
    alice.speak(1).end().pause(1)
    assert alice.done[0].began_ms == pytest.approx(3_601_000, abs=80)


def test_a_short_pause_is_part_of_the_sentence(alice):
    alice.speak(1, flags=START).end().pause(0.5).speak(1, flags=START).end().pause(1)
    (said,) = alice.done
    assert lengths(alice.done) == [2.5]
    assert [at // 960 for at, _packet in said.packets] == [*range(50), *range(75, 125)]


def test_a_long_pause_makes_two(alice):
    alice.speak(1, flags=START).end().pause(0.8).speak(1, flags=START).end().pause(1)
    first, second = alice.done
    assert lengths(alice.done) == [1.0, 1.0]
    assert second.began_ms - first.began_ms == pytest.approx(1800, abs=80)


def test_the_hangover_of_the_voice_gate_counts_as_pause(alice):
    alice.speak(1, flags=START).speak(0.4, level=HUSH).end().pause(0.25)
    assert alice.done == []
    alice.pause(0.15)
    assert lengths(alice.done) == [1.2]  # with 200 ms of the silence after the voice


def test_one_who_sends_silence_too_is_cut_by_loudness(alice):
    alice.speak(1, flags=START).speak(3, level=HUSH).speak(1).speak(3, level=HUSH)
    assert lengths(alice.done) == [1.2, 1.4]
    assert alice.done[1].began_ms == pytest.approx(3800, abs=80)


def test_before_the_voice_200_ms_are_kept(alice):
    alice.speak(1, level=HUSH, flags=START).speak(1).end().pause(1)
    assert lengths(alice.done) == [1.2]


@pytest.mark.parametrize("level", [61, 90, 127])
def test_silence_is_no_utterance_however_long(alice, level):
    alice.speak(20, level=level, flags=START).end().pause(1)
    assert alice.done == []
    assert not alice.room.captioner._busy


def test_a_click_is_no_utterance(alice):
    alice.speak(0.1, level=HUSH, flags=START).speak(0.2).speak(0.4, level=HUSH).end().pause(3)
    assert alice.done == []


def test_a_few_packets_with_gaps_between_them_are_no_utterance(alice):
    for _ in range(14):
        alice.send()
        alice.ts += 960 * 20
        alice.pass_time(0.4)
    alice.pass_time(3)
    assert alice.done == []


def test_a_mark_without_sound_is_nothing(alice):
    alice.end().pause(3)
    alice.send(127, START | END)
    alice.pause(3)
    assert alice.done == []


# ---- long speech -----------------------------------------------------------------------------------------------------


def test_who_never_pauses_is_cut_after_15_seconds_and_nothing_is_lost(alice):
    alice.speak(50, flags=START).end().pause(1)
    assert all(10 <= length <= 15 for length in lengths(alice.done)[:-1])
    assert sum(lengths(alice.done)) == pytest.approx(50)
    packets = [packet for said in alice.done for _at, packet in said.packets]
    assert packets == [b"\x78" + (i + 1).to_bytes(4) for i in range(2500)]
    assert all(before.ended_ms <= after.began_ms for before, after in zip(alice.done, alice.done[1:], strict=False))


def test_the_cut_is_where_it_is_quietest_not_in_a_word(alice):
    alice.speak(12, flags=START).speak(0.1, level=45).speak(4).end().pause(1)
    assert lengths(alice.done) == [12.04, 4.06]


def test_one_quiet_frame_is_a_consonant_and_no_place_to_cut(alice):
    alice.speak(11, flags=START).speak(0.02, level=49).speak(1).speak(0.1, level=40).speak(4).end().pause(1)
    assert lengths(alice.done)[0] == pytest.approx(12.08, abs=0.03)


def test_a_pause_between_talkspurts_is_quieter_than_any_frame(alice):
    alice.speak(11, flags=START).end().pause(0.5).speak(5, flags=START).end().pause(1)
    assert lengths(alice.done) == [11.0, 5.0]


# ---- four people and a bad line --------------------------------------------------------------------------------------


def test_people_who_speak_at_once_are_kept_apart(room):
    alice, bob = Speaker(room), Speaker(room, BOB, ts=77_777)
    for _ in range(100):
        alice.send()
        bob.send()
        alice.ts, bob.ts, alice.seq, bob.seq = alice.ts + 960, bob.ts + 960, alice.seq + 1, bob.seq + 3
        alice.pass_time(FRAME)
        bob.now = alice.now
    alice.end()
    bob.end()
    alice.pause(1)
    said = {utterance.person_id: utterance for utterance in alice.done}
    assert set(said) == {ALICE["id"], BOB["id"]}
    assert [len(utterance.packets) for utterance in said.values()] == [100, 100]
    assert said[ALICE["id"]].packets[1][1] != said[BOB["id"]].packets[1][1]


def test_a_stalled_line_in_mid_sentence_is_waited_for(alice):
    alice.speak(1, flags=START)
    alice.pass_time(1.5)  # not on the sample clock: the frames come late
    assert alice.done == []
    alice.speak(1).end().pause(1)
    assert lengths(alice.done) == [2.0]


def test_a_line_that_is_gone_ends_the_utterance(alice):
    alice.speak(1, flags=START)
    alice.pass_time(3)
    assert lengths(alice.done) == [1.0]


def test_lost_packets_leave_a_gap(alice):
    alice.speak(1, flags=START).pause(0.2).speak(1).end().pause(1)
    assert lengths(alice.done) == [2.2]
    assert len(alice.done[0].packets) == 100


@pytest.mark.parametrize("ts", [2**32 - 960 * 25, 2**32 - 480])
def test_the_sample_clock_wraps(room, ts):
    alice = Speaker(room, ts=ts)
    alice.speak(1, flags=START).end().pause(0.3).speak(1, flags=START).end().pause(1)
    assert lengths(alice.done) == [2.3]


def test_another_sample_clock_begins_another_utterance(alice):
    alice.speak(1, flags=START)
    alice.ts = 5
    alice.speak(1)
    alice.ts += 10
    alice.speak(1, flags=START | DISCONT).end().pause(1)
    assert lengths(alice.done) == [1.0, 1.0, 1.0]


@pytest.mark.parametrize("step", [0, 1, 959, 2**31, 2**32 - 1])
def test_a_clock_that_does_not_run_costs_no_memory(alice, step):
    for _ in range(3000):
        alice.send()
        alice.ts += step
        alice.pass_time(FRAME)
    (scribe,) = alice.room.captioner._busy or [None]
    assert scribe is None or len(scribe._draft.frames) <= 1
    assert alice.done == []


def test_gaps_that_race_ahead_never_end_in_the_future(alice):
    alice.speak(0.4, flags=START)
    for _ in range(60):
        alice.send()
        alice.ts += 960 * 30
        alice.pass_time(FRAME)
    alice.pass_time(3)
    assert alice.done
    assert all(said.began_ms <= said.ended_ms <= 5000 for said in alice.done)


# ---- who is captioned ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("agreed", [(), (BOB,)])
def test_who_refused_or_was_never_asked_is_heard_and_not_written_down(agreed):
    room, ears = room_with(ALICE, CHARLIE, agreed=agreed)
    alice = Speaker(room)
    alice.speak(1, flags=START).end().pause(1)
    assert alice.done == []
    assert room.take_bundle(1.0) is not None
    assert room.snapshot()["stage"][0]["captioned"] is False
    assert ears["alice"].closed is None


@pytest.mark.parametrize("state", ["off", "no_language"])
def test_nothing_is_kept_where_nothing_can_be_recognised(state):
    room, _ears = room_with(ALICE, agreed=(ALICE,), captions=state)
    alice = Speaker(room)
    alice.speak(1, flags=START).end().pause(1)
    assert alice.done == []
    assert room.snapshot()["captions"] == {"state": state, "lines": []}


def test_agreeing_while_on_stage_counts_from_the_next_word(room, alice):
    nudges.apply(room, "captions_consent_changed", {"person": ALICE["id"], "agrees": False}, 0.0)
    alice.speak(1, flags=START)
    nudges.apply(room, "captions_consent_changed", {"person": ALICE["id"], "agrees": True}, 0.0)
    alice.speak(2).end().pause(1)
    assert lengths(alice.done) == [2.0]


def test_who_refuses_in_mid_sentence_leaves_nothing_behind(room, alice):
    alice.speak(1, flags=START)
    nudges.apply(room, "captions_consent_changed", {"person": ALICE["id"], "agrees": False}, 0.0)
    alice.speak(1).end().pause(1)
    assert alice.done == []
    assert not room.captioner._busy


def test_the_room_is_told_who_is_captioned():
    room, ears = room_with(ALICE, BOB)
    nudges.apply(room, "captions_consent_changed", {"person": ALICE["id"], "agrees": True}, 0.0)
    assert ears["bob"].last("seat_changed")["seat"]["captioned"] is True
    before = len(ears["bob"].events)
    nudges.apply(room, "captions_consent_changed", {"person": ALICE["id"], "agrees": True}, 0.0)
    assert len(ears["bob"].events) == before
    nudges.apply(room, "captions_consent_changed", {"person": ALICE["id"], "agrees": False}, 0.0)
    assert ears["bob"].last("seat_changed")["seat"]["captioned"] is False


def test_who_agreed_among_the_listeners_is_captioned_once_on_stage():
    room, ears = room_with(ALICE, BOB)
    nudges.apply(room, "captions_consent_changed", {"person": BOB["id"], "agrees": True}, 0.0)
    nudges.apply(room, "role_changed", {"person": BOB, "role": "speaker"}, 0.0)
    assert ears["alice"].last("seat_changed")["seat"]["captioned"] is True


@pytest.mark.parametrize(
    ("event", "data"),
    [
        ("role_changed", {"person": BOB, "role": "listener"}),
        ("person_left", {"person": BOB}),
        ("person_removed", {"person": BOB}),
    ],
)
def test_what_somebody_said_before_they_were_sent_away_is_still_captioned(room, event, data):
    bob = Speaker(room, BOB)
    bob.speak(1, flags=START)
    nudges.apply(room, event, data, 1.0)
    bob.pause(0.1)
    assert lengths(bob.done) == [1.0]


def test_what_was_said_before_a_mute_is_captioned_at_once(room, alice):
    alice.speak(1, flags=START)
    room.set_mic(ALICE["id"], is_open=False)
    alice.pause(0.1)
    assert lengths(alice.done) == [1.0]


def test_the_next_one_on_a_seat_says_nothing_in_the_name_of_the_last(room):
    bob = Speaker(room, BOB)
    bob.speak(1, flags=START)
    nudges.apply(room, "role_changed", {"person": BOB, "role": "listener"}, 1.0)
    nudges.apply(room, "captions_consent_changed", {"person": CHARLIE["id"], "agrees": True}, 1.0)
    nudges.apply(room, "role_changed", {"person": CHARLIE, "role": "speaker"}, 1.0)
    charlie = Speaker(room, CHARLIE, now=bob.now)
    charlie.speak(2, flags=START).end().pause(1)
    assert [(said.person_id, len(said.packets)) for said in charlie.done] == [(BOB["id"], 50), (CHARLIE["id"], 100)]
