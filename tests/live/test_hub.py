"""All rooms of a process, with a desk and a clock in the test's hand."""

import asyncio

import pytest

from apps.core.errors import NotFound
from apps.spaces.live.hub import EMPTY_SECONDS, REPORT_SECONDS, Hub
from apps.spaces.live.stage import HOST_WAITS_SECONDS, SEAT_WAITS_SECONDS
from tests.live.voices import ALICE, BOB, CHARLIE, Ear, facts, frame, packets_in

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

    async def end(self, space_id):
        self.asked.append(("end", space_id))

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


async def test_a_space_without_its_host_ends_after_minutes(hub, desk, now):
    room = await hub.open(5)
    room.enter(CHARLIE, Ear())
    await ticks(hub, now, HOST_WAITS_SECONDS - 2)
    assert ("end", 5) not in desk.asked
    await ticks(hub, now, HOST_WAITS_SECONDS + 3)
    assert ("end", 5) in desk.asked


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
    desk.before_facts = lambda: room.apply("role_changed", {"person": CHARLIE, "role": "speaker"}, now[0])
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
