"""snapshot + later events == fresh snapshot, whatever people do in whatever order."""

import copy

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from apps.spaces.live import nudges
from apps.spaces.live.room import Room
from tests.live.voices import ALICE, Ear, facts, line, person

pytestmark = pytest.mark.pure

PEOPLE = [ALICE, *(person(i, f"p{i}") for i in range(2, 7))]
someone = st.sampled_from(PEOPLE)
somebody_else = st.sampled_from(PEOPLE[1:])


def after(snapshot, message):
    """What a client makes of one event: the twin of `static/js/live/room_state.js`."""
    state, data = copy.deepcopy(snapshot), message["data"]
    if message["event"] == "host_changed":
        state["space"]["host"] = data["host"]
    elif message["event"] == "seat_changed":
        state["stage"] = [seat for seat in state["stage"] if seat["slot"] != data["slot"]]
        state["stage"] = sorted(state["stage"] + ([data["seat"]] if data["seat"] else []), key=lambda seat: seat["slot"])
    elif message["event"] == "hand_changed":
        state["hands"] = [hand for hand in state["hands"] if hand["person"]["id"] != data["person"]["id"]]
        state["hands"] += [data] if data["raised_at"] is not None else []
        state["hands"].sort(key=lambda hand: hand["raised_at"])
    elif message["event"] == "invitation_changed":
        others = [each for each in state["invitations"] if each["person"]["id"] != data["person"]["id"]]
        state["invitations"] = others + ([data] if data["invited_at"] is not None else [])
        state["invitations"].sort(key=lambda invitation: invitation["invited_at"])
    elif message["event"] == "audience_changed":
        shown = [listener for listener in state["audience"]["shown"] if listener["id"] not in data["left"]]
        state["audience"] = {"count": data["count"], "hidden": data["hidden"], "shown": shown + data["joined"]}
    elif message["event"] == "caption_said":
        lines = sorted([*state["captions"]["lines"], data], key=lambda line: (line["began_ms"], int(line["id"])))
        state["captions"]["lines"] = lines[-50:]
    elif message["event"] == "captions_state_changed":
        state["captions"]["state"] = data["state"]
    return state


class TwoClients(RuleBasedStateMachine):
    """One client came first and follows the events; the law compares it with what a newcomer would be given."""

    @initialize()
    def open_the_room(self):
        self.now = 0.0
        self.room = Room(facts(), self.now)
        self.ears = {}
        self.watcher = Ear()
        self.room.enter(person(99, "watcher"), self.watcher)
        self.state = self.room.snapshot()
        self.raised = 0

    @rule(who=someone)
    def enter(self, who):
        self.ears[who["id"]] = Ear()
        self.room.enter(who, self.ears[who["id"]])

    @rule(who=someone)
    def lose(self, who):
        if who["id"] in self.ears:
            self.room.lose(who["id"], self.ears.pop(who["id"]), self.now)

    @rule(who=someone, is_open=st.booleans())
    def set_mic(self, who, is_open):
        self.room.set_mic(who["id"], is_open=is_open)

    @rule(who=st.none() | someone)
    def mute(self, who):
        self.room.mute(who and who["id"])

    @rule(who=somebody_else, raised=st.booleans())
    def hand(self, who, raised):
        self.raised += 1
        nudges.apply(self.room, "hand_changed", {"person": who, "raised_at": self.raised if raised else None}, self.now)

    @rule(who=somebody_else, invited=st.booleans())
    def invitation(self, who, invited):
        self.raised += 1
        nudges.apply(self.room, "invitation_changed", {"person": who, "invited_at": self.raised if invited else None}, self.now)

    @rule(who=somebody_else, role=st.sampled_from(["speaker", "listener"]))
    def change_role(self, who, role):
        nudges.apply(self.room, "role_changed", {"person": who, "role": role}, self.now)

    @rule(before=someone, who=someone)
    def change_host(self, before, who):
        nudges.apply(self.room, "role_changed", {"person": before, "role": "listener"}, self.now)
        nudges.apply(self.room, "role_changed", {"person": who, "role": "host"}, self.now)
        nudges.apply(self.room, "host_changed", {"host": who["id"]}, self.now)

    @rule(who=somebody_else, event=st.sampled_from(["person_left", "person_removed"]))
    def go(self, who, event):
        nudges.apply(self.room, event, {"person": who}, self.now)

    @rule(
        speakers=st.lists(somebody_else, unique_by=lambda p: p["id"]),
        invited=st.lists(somebody_else, unique_by=lambda p: p["id"]),
        removed=st.lists(somebody_else, max_size=1),
        agreed=st.lists(someone),
        said=st.sets(st.integers(1, 200), max_size=60),
        captions=st.sampled_from(["on", "delayed"]),
        host=someone,
    )
    def reconcile(self, speakers, host, invited, removed, agreed, said, captions):
        gone = {host["id"], *(person["id"] for person in removed)}
        rows = {
            "host": host,
            "invited": tuple(invited),
            "removed": tuple(removed),
            "agreed": tuple(agreed),
            "captions": captions,
            "lines": [line(line_id) for line_id in said],
        }
        nudges.reconcile(self.room, facts(*(p for p in speakers if p["id"] not in gone), **rows), self.now)

    @rule(who=someone, agrees=st.booleans())
    def consent(self, who, agrees):
        nudges.apply(self.room, "captions_consent_changed", {"person": who["id"], "agrees": agrees}, self.now)

    @rule(who=someone, ids=st.lists(st.integers(1, 200), min_size=1, max_size=20), began_ms=st.none() | st.integers(0, 200_000))
    def caption(self, who, ids, began_ms):
        for line_id in ids:
            nudges.apply(self.room, "caption_said", line(line_id, who, began_ms=began_ms), self.now)

    @rule()
    def delay(self):
        nudges.apply(self.room, "captions_delayed", {}, self.now)

    @rule(seconds=st.sampled_from([0.06, 0.5, 5.0]))
    def wait(self, seconds):
        self.now += seconds
        self.room.tell_news(self.now)

    @invariant()
    def what_was_followed_is_what_a_newcomer_sees(self):
        for message in self.watcher.events:
            self.state = after(self.state, message)
        self.watcher.events.clear()
        assert self.state == self.room.snapshot()


TestLaw = TwoClients.TestCase
TestLaw.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)


def test_numbers_have_no_gaps_and_the_missed_are_handed_out():
    room = Room(facts(), 0.0)
    ear = Ear()
    room.enter(ALICE, ear)
    start = room.catch_up(None)
    for i in range(5):
        nudges.apply(room, "hand_changed", {"person": PEOPLE[1], "raised_at": i + 1}, 1.0)
    missed = room.catch_up({"epoch": start["epoch"], "n": start["n"]})["missed"]
    assert [message["n"] for message in missed] == [start["n"] + i for i in range(1, 6)]
    assert missed == ear.events[-5:]


def test_who_was_away_too_long_or_comes_from_another_life_gets_a_snapshot():
    room = Room(facts(), 0.0)
    start = room.catch_up(None)
    for i in range(600):
        nudges.apply(room, "hand_changed", {"person": PEOPLE[1], "raised_at": i + 1}, 1.0)
    assert "snapshot" in room.catch_up({"epoch": start["epoch"], "n": start["n"]})
    assert "snapshot" in room.catch_up({"epoch": "another", "n": room.catch_up(None)["n"]})
    assert "snapshot" in room.catch_up({"epoch": start["epoch"], "n": 10**9})
