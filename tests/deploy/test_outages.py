"""PostgreSQL, Redis and the worker go away for a while: who talks talks on, and what was asked meanwhile is answered."""

import asyncio
import re
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager
from dataclasses import dataclass, field

import psycopg
import pytest

from tests import faults, servers
from tests.deploy.attendee import Attendee, attending
from tests.deploy.guests import Person
from tests.running_site import Site, running_site
from tests.together import eventually

pytestmark = [pytest.mark.production, pytest.mark.xdist_group("outages")]

PACKET_SECONDS = 0.05
AWAY_SECONDS = 5


@dataclass
class Parts:
    site: Site
    postgres: servers.Server
    redis: servers.Server


@pytest.fixture(scope="module")
def parts(tmp_path_factory) -> Iterator[Parts]:
    with ExitStack() as stack:
        postgres, redis = stack.enter_context(servers.postgres()), stack.enter_context(servers.redis())
        site = running_site(tmp_path_factory.mktemp("site"), DATABASE_URL=postgres.url, REDIS_URL=redis.url)
        yield Parts(stack.enter_context(site), postgres, redis)


@pytest.fixture(scope="module")
def people(parts) -> dict[str, Person]:
    return {handle: Person(parts.site.url, handle) for handle in ("alice", "bob", "charlie")}


@pytest.fixture
def space(people) -> str:
    """The number of a live Space of alice's."""
    number = re.search(r"/spaces/(\d+)/", people["alice"].post("/spaces/", page="/spaces/new/", title="Dawn chorus").url)
    assert number
    return number[1]


@dataclass
class Scene:
    alice: Attendee
    bob: Attendee
    charlie: Attendee
    said: list[bytes] = field(default_factory=list)

    async def talk(self) -> None:
        while True:
            packet = b"\x78" + len(self.said).to_bytes(4, "big")
            await self.alice.say(packet)
            self.said.append(packet)
            await asyncio.sleep(PACKET_SECONDS)

    async def all_is_heard(self, since: int) -> None:
        """Every packet spoken since then, in order, by him who only listens."""
        expected = self.said[since:]
        assert expected
        await eventually(lambda: expected[-1] in self.charlie.heard, 60)
        first = self.charlie.heard.index(expected[0])
        assert self.charlie.heard[first : first + len(expected)] == expected


@asynccontextmanager
async def talking(people: dict[str, Person], space: str) -> AsyncIterator[Scene]:
    """Alice talks without pause, Bob asks for this and that, Charlie listens; in the end the Space is over for the next."""
    path = f"/live/spaces/{space}/"
    async with AsyncExitStack() as stack:
        there = [await stack.enter_async_context(attending(people[who], path)) for who in ("alice", "bob", "charlie")]
        scene = Scene(*there)
        assert (await scene.alice.ask("set_mic", open=True))["ok"]
        talk = asyncio.create_task(scene.talk())
        yield scene
        talk.cancel()
        await scene.alice.tell("end_space")
        await scene.charlie.told("space_ended")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
async def test_redis_is_restarted(parts, people, space, number):
    async with talking(people, space) as scene:
        since = len(scene.said)
        await asyncio.to_thread(parts.redis.restart, number)
        await scene.all_is_heard(since)
        assert (await scene.bob.ask("raise_hand"))["ok"]
        assert (await scene.alice.told("hand_changed"))["person"]["handle"] == "bob"


async def test_redis_is_away_and_rows_tell_what_nudges_could_not(parts, people, space):
    async with talking(people, space) as scene:
        since = len(scene.said)
        parts.redis.stop()
        try:
            assert (await scene.bob.ask("raise_hand"))["ok"]
            assert (await scene.alice.told("hand_changed"))["person"]["handle"] == "bob"
            await scene.all_is_heard(since)
        finally:
            await asyncio.to_thread(parts.redis.start)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGQUIT])
async def test_postgresql_is_restarted(parts, people, space, number):
    async with talking(people, space) as scene:
        since = len(scene.said)
        await asyncio.to_thread(parts.postgres.restart, number)
        await eventually_ok(scene.bob, "raise_hand")
        assert (await scene.alice.told("hand_changed"))["person"]["handle"] == "bob"
        await scene.all_is_heard(since)


async def test_postgresql_is_away_and_what_is_asked_meanwhile_is_answered(parts, people, space):
    async with talking(people, space) as scene:
        since = len(scene.said)
        await asyncio.to_thread(parts.postgres.stop)
        try:
            answer = await scene.bob.ask("raise_hand")
            assert (answer["ok"], answer["code"]) == (False, "busy")
            await asyncio.sleep(AWAY_SECONDS)
            await scene.all_is_heard(since)
            assert (await scene.alice.ask("set_mic", open=False))["ok"]
        finally:
            await asyncio.to_thread(parts.postgres.start)
        await eventually_ok(scene.bob, "raise_hand")
        await eventually_ok(scene.alice, "bring_to_stage", person=str((await scene.alice.told("hand_changed"))["person"]["id"]))


async def test_the_worker_dies_and_what_was_left_behind_is_swept(parts, people, space):
    with psycopg.connect(parts.postgres.url, autocommit=True) as connection:
        connection.execute("UPDATE spaces_space SET alive_at = now() - interval '1 hour'")  # its room is gone, and nobody swept
    await asyncio.to_thread(faults.kill_child, parts.site, "work")

    def is_over() -> bool:
        return b"data-enter-space" not in people["bob"].get(f"/spaces/{space}/").read()

    await asyncio.to_thread(faults.wait_until, is_over, 240)


async def eventually_ok(attendee: Attendee, command: str, **data: str) -> None:
    for _ in range(100):
        answer = await attendee.ask(command, **data)
        if answer["ok"]:
            return
        await asyncio.sleep(0.5)
    raise AssertionError(answer)
