"""All rooms of a process, with a desk and a clock in the test's hand."""

import asyncio

import pytest

from apps.core.errors import NotFound
from apps.spaces.live import nudges
from apps.spaces.live.hosting import HOST_WAITS_SECONDS, ROOM_WAITS_SECONDS
from apps.spaces.live.hub import EMPTY_SECONDS, REPORT_SECONDS, Hub, bundle_seconds
from apps.spaces.live.stage import SEAT_WAITS_SECONDS
from tests.live.voices import ALICE, BOB, CHARLIE, DAVE, Ear, facts, frame, packets_in

pytestmark = pytest.mark.pure


class Desk:
    """The rows as a variable, and a list of what was asked."""

    def __init__(self):
        self.rows = facts(BOB)
        self.asked = []
        self.hearers = []
        self.before_facts = None

    async def facts(self, space_id):
        if self.before_facts:
            self.before_facts()
        return self.rows

    async def report_alive(self, space_id, listening_count):
        self.asked.append(("alive", listening_count))

    async def give_up_seat(self, space_id, person_id):
        self.asked.append(("give up", person_id))

    async def pass_on_hosting(self, space_id, lost, present):
        self.asked.append(("pass on", lost, present))

    async def host_returns(self, space_id):
        self.asked.append(("host returns", space_id))

    async def end(self, space_id):
        self.asked.append(("end", space_id))

    async def keep_utterance(self, space_id, utterance):
        self.asked.append(("keep", utterance.person_id))

    def watch(self, space_id, hear):
        self.hearers.append(hear)
        return lambda: self.hearers.remove(hear)


@pytest.fixture
def desk():
    return Desk()


@pytest.fixture
def now():
    return [0.0]


@pytest.fixture
def hub(desk, now):
    return Hub(desk, clock=lambda: now[0])


async def ticks(hub, now, until):
    while now[0] < until:
        now[0] += 1.0
        await hub.tick()
        await asyncio.sleep(0)
        await asyncio.sleep(0)


async def test_a_room_is_opened_once_however_many_come_at_once(hub, desk):
    rooms = await asyncio.gather(*(hub.open(5) for _ in range(10)))
    assert len(set(map(id, rooms))) == 1
    assert len(desk.hearers) == 1


async def test_a_nudge_that_comes_while_the_rows_are_read_is_not_lost(hub, desk):
    desk.before_facts = lambda: desk.hearers[0]("person_removed", {"person": BOB})
    room = await hub.open(5)
    assert room.may_enter("2") == "removed"


async def test_what_one_says_all_listeners_get_with_the_next_tick(hub):
    room = await hub.open(5)
    ears = [Ear() for _ in range(450)]
    room.enter(ALICE, Ear())
    for i, ear in enumerate(ears):
        room.enter({**CHARLIE, "id": str(100 + i)}, ear)
    room.set_mic("1", is_open=True)
    room.hear("1", frame(1), 0.0)
    await hub.tick()
    assert all(len(packets_in(ear.sound[0])) == 1 for ear in ears)


def test_a_crowd_hears_longer_bundles():
    assert [round(1000 * bundle_seconds(listeners)) for listeners in (0, 1000, 1750, 2500, 10_000)] == [60, 60, 80, 100, 100]


async def test_a_room_that_breaks_does_not_silence_another(hub):
    broken, whole = await hub.open(5), await hub.open(6)
    broken.take_bundle = None
    ear = Ear()
    whole.enter(ALICE, Ear())
    whole.enter(CHARLIE, ear)
    whole.set_mic("1", is_open=True)
    whole.hear("1", frame(1), 0.0)
    await hub.tick()
    assert len(ear.sound) == 1


async def test_a_seat_nobody_comes_back_to_is_given_up(hub, desk, now):
    room = await hub.open(5)
    ear = Ear()
    room.enter(BOB, ear)
    room.lose("2", ear, now[0])
    await ticks(hub, now, SEAT_WAITS_SECONDS - 2)
    assert ("give up", "2") not in desk.asked
    await ticks(hub, now, SEAT_WAITS_SECONDS + 3)
    assert desk.asked.count(("give up", "2")) == 1


async def test_a_space_without_host_and_speakers_ends_after_minutes(hub, desk, now):
    room = await hub.open(5)
    room.enter(CHARLIE, Ear())
    await ticks(hub, now, ROOM_WAITS_SECONDS - 2)
    assert not [asked for asked in desk.asked if asked[0] in ("end", "pass on")]
    await ticks(hub, now, ROOM_WAITS_SECONDS + 3)
    assert ("end", 5) in desk.asked


async def test_a_lost_host_is_replaced_after_a_minute_by_somebody_who_is_there(hub, desk, now):
    desk.rows = facts(BOB, DAVE)
    room = await hub.open(5)
    host = Ear()
    room.enter(ALICE, host)
    room.enter(BOB, Ear())
    room.lose("1", host, now[0])
    await ticks(hub, now, HOST_WAITS_SECONDS - 1)
    assert not [asked for asked in desk.asked if asked[0] == "pass on"]
    await ticks(hub, now, HOST_WAITS_SECONDS + 3)
    assert desk.asked.count(("pass on", "1", ["2"])) == 1


async def test_a_host_who_is_back_in_time_stays_host(hub, desk, now):
    room = await hub.open(5)
    host = Ear()
    room.enter(ALICE, host)
    room.enter(BOB, Ear())
    for _ in range(3):
        room.lose("1", host, now[0])
        await ticks(hub, now, now[0] + HOST_WAITS_SECONDS - 3)
        room.enter(ALICE, host := Ear())
        await ticks(hub, now, now[0] + 2)
    assert not [asked for asked in desk.asked if asked[0] == "pass on"]


async def test_a_speaker_who_comes_within_the_minutes_still_saves_it(hub, desk, now):
    room = await hub.open(5)
    room.enter(CHARLIE, Ear())
    await ticks(hub, now, ROOM_WAITS_SECONDS - 20)
    nudges.apply(room, "role_changed", {"person": CHARLIE, "role": "speaker"}, now[0])
    await ticks(hub, now, ROOM_WAITS_SECONDS - 15)
    assert ("pass on", "1", ["3"]) in desk.asked


async def test_one_who_stands_in_and_leaves_is_followed_at_once(hub, desk, now):
    desk.rows = facts(BOB, DAVE)
    room = await hub.open(5)
    room.enter(BOB, Ear())
    room.enter(DAVE, Ear())
    stand_in(desk, room, BOB)
    desk.rows = {**facts(DAVE), "stage": [(DAVE, "speaker")]}
    nudges.apply(room, "host_changed", {"host": "1"}, now[0])
    nudges.apply(room, "person_left", {"person": BOB}, now[0])
    await ticks(hub, now, 2)
    assert ("pass on", "1", ["4"]) in desk.asked


async def test_both_lost_at_once_the_third_is_asked(hub, desk, now):
    desk.rows = facts(BOB, DAVE)
    room = await hub.open(5)
    room.enter(BOB, bobs := Ear())
    room.enter(DAVE, Ear())
    stand_in(desk, room, BOB)
    room.lose("2", bobs, now[0])
    await ticks(hub, now, HOST_WAITS_SECONDS + 2)
    assert ("pass on", "2", ["4"]) in desk.asked


async def test_whose_space_it_is_gets_it_back_as_soon_as_they_are_there(hub, desk, now):
    room = await hub.open(5)
    room.enter(BOB, Ear())
    stand_in(desk, room, BOB)
    await ticks(hub, now, 2)
    assert ("host returns", 5) not in desk.asked
    room.enter(ALICE, Ear())
    hub.see_to_host(5, room, now[0])
    await ticks(hub, now, 4)
    assert desk.asked.count(("host returns", 5)) == 1


def stand_in(desk, room, someone):
    """For Alice, as the rows tell it."""
    others = [person for person, _role in desk.rows["stage"] if person not in (ALICE, someone)]
    desk.rows = facts(*others, host=someone)
    nudges.apply(room, "role_changed", {"person": ALICE, "role": "listener"}, 0.0)
    nudges.apply(room, "role_changed", {"person": someone, "role": "host"}, 0.0)
    nudges.apply(room, "host_changed", {"host": someone["id"]}, 0.0)


async def test_a_room_with_people_reports_and_agrees_with_its_rows(hub, desk, now):
    room = await hub.open(5)
    room.enter(CHARLIE, Ear())
    desk.rows = facts(CHARLIE)
    await ticks(hub, now, REPORT_SECONDS + 2)
    assert ("alive", 1) in desk.asked
    assert [seat["person"]["handle"] for seat in room.snapshot()["stage"]] == ["alice", "charlie"]


async def test_rows_read_before_a_nudge_came_are_not_believed(hub, desk, now):
    room = await hub.open(5)
    room.enter(CHARLIE, Ear())
    desk.before_facts = lambda: nudges.apply(room, "role_changed", {"person": CHARLIE, "role": "speaker"}, now[0])
    await ticks(hub, now, REPORT_SECONDS + 2)
    assert "charlie" in [seat["person"]["handle"] for seat in room.snapshot()["stage"]]


async def test_a_space_whose_row_is_gone_ends_for_everybody(hub, desk, now):
    room = await hub.open(5)
    ear = Ear()
    room.enter(CHARLIE, ear)

    def gone():
        raise NotFound

    desk.before_facts = gone
    await ticks(hub, now, REPORT_SECONDS + 2)
    assert ear.closed == "space_ended"


async def test_an_empty_room_is_forgotten_and_opened_anew(hub, desk, now):
    room = await hub.open(5)
    await ticks(hub, now, EMPTY_SECONDS + 3)
    assert hub.room(5) is None
    assert desk.hearers == []
    assert await hub.open(5) is not room


async def test_what_was_said_is_handed_to_the_desk(hub, desk, now):
    desk.rows = facts(agreed=(ALICE,))
    room = await hub.open(5)
    room.enter(ALICE, Ear())
    room.set_mic("1", is_open=True)
    for seq in range(1, 41):
        room.hear("1", frame(seq), now[0])
        now[0] += 0.02
    await ticks(hub, now, until=4.0)
    await asyncio.sleep(0)
    assert [asked for asked in desk.asked if asked[0] == "keep"] == [("keep", "1")]
