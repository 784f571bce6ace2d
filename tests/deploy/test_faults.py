"""PostgreSQL and Redis go and come back under a running Linnet: sound goes on, pages answer or say why not."""

import asyncio
import json
import re
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import psycopg
import pytest

from tests import servers
from tests.core.test_supervisor import eventually
from tests.deploy.guests import Guest, Person
from tests.running_site import BASE_DIR, Site, running_site

pytestmark = [pytest.mark.production, pytest.mark.xdist_group("faults")]

_TASKS = 100
_SEND_TASKS = f"""
import django
django.setup()
from apps.spaces.tasks import end_abandoned_spaces
for _ in range({_TASKS}):
    end_abandoned_spaces.delay()
"""


@pytest.fixture(scope="module")
def postgres() -> Iterator[servers.Server]:
    with servers.postgres() as postgres:
        yield postgres


@pytest.fixture(scope="module")
def redis() -> Iterator[servers.Server]:
    with servers.redis() as redis:
        yield redis


@pytest.fixture(scope="module")
def environment(postgres, redis) -> dict[str, str]:
    return {
        "DATABASE_URL": postgres.url,
        "REDIS_URL": redis.url,
        "LOG_LEVEL": "INFO",
        "DJANGO_SETTINGS_MODULE": "spaces_project.settings",
    }


@pytest.fixture(scope="module")
def site(tmp_path_factory, environment) -> Iterator[Site]:
    with running_site(tmp_path_factory.mktemp("faults"), **environment) as site:
        yield site


@pytest.fixture(scope="module")
def alice(site) -> Person:
    return Person(site.url, "alice")


@pytest.fixture(scope="module")
def bob(site) -> Person:
    return Person(site.url, "bob")


@asynccontextmanager
async def conversation(alice: Person, bob: Person) -> AsyncIterator[tuple[Guest, Guest]]:
    """Alice with her microphone open in a Space of hers, and bob listening; ended at the end."""
    answer = await asyncio.to_thread(alice.post, "/spaces/", page="/spaces/new/", title="Dawn chorus")
    number = re.search(r"/spaces/(\d+)/", answer.url)
    assert number
    path = f"/live/spaces/{number[1]}/"
    async with alice.in_space(path) as stage, bob.in_space(path) as audience:
        await stage.ask("set_mic", open=True)
        yield stage, audience
        await until(lambda: stage.asks("end_space"))
        await audience.event("space_ended")


async def is_heard(stage: Guest, audience: Guest, packet: bytes) -> None:
    await stage.say(packet)
    async with asyncio.timeout(60):
        while packet not in await audience.hears():
            pass


async def until(works: Any) -> None:
    """Tries something until it works."""
    for _ in range(120):
        if await works():
            return
        await asyncio.sleep(0.5)
    raise AssertionError("It never worked again.")


def status(person: Person, path: str) -> int:
    try:
        return int(person.get(path).status)
    except urllib.error.HTTPError as answer:
        return answer.code


async def heard_on(tab: Any, event: str) -> dict[str, Any]:
    async with asyncio.timeout(60):
        while (message := json.loads(await tab.recv()))["event"] != event:
            pass
    data: dict[str, Any] = message["data"]
    return data


# ---- Redis -----------------------------------------------------------------------------------------------------------


async def test_a_quiet_tab_hears_after_seven_seconds_without_a_word(alice, bob):
    async with bob.socket("/live/tab/") as tab:
        await asyncio.sleep(7)
        async with conversation(alice, bob):
            await heard_on(tab, "spaces_changed")


async def test_without_redis_people_talk_and_pages_answer(site, alice, bob, redis):
    async with bob.socket("/live/tab/") as tab, conversation(alice, bob) as (stage, audience):
        redis.stop(signal.SIGKILL)
        try:
            await is_heard(stage, audience, b"\x78without redis")
            assert await asyncio.to_thread(status, bob, "/") == 200
            await asyncio.to_thread(alice.post, "/tweets/", page="/", text="Said without Redis")
            await asyncio.to_thread(Person, site.url, "carol")  # limits on sign-up are counted here
        finally:
            await asyncio.to_thread(redis.start)
        await heard_on(tab, "connected_again")
        await is_heard(stage, audience, b"\x78with redis again")
    assert "Said without Redis" in alice.get("/").read().decode()


async def test_a_hand_raised_while_redis_was_away_is_seen_all_the_same(alice, bob, redis):
    """The nudge is lost; the room compares itself with its rows."""
    async with conversation(alice, bob) as (stage, audience):
        redis.stop(signal.SIGKILL)
        try:
            await audience.ask("raise_hand")
            async with asyncio.timeout(60):
                assert (await stage.event("hand_changed"))["raised_at"]
        finally:
            await asyncio.to_thread(redis.start)


def test_after_redis_was_restarted_ten_times_the_worker_is_not_deaf(site, environment, redis):
    for _ in range(10):
        redis.restart(signal.SIGKILL)
    before = done(site)
    environment = {**environment, "DATA_DIR": str(site.log.parent)}
    subprocess.run([sys.executable, "-c", _SEND_TASKS], cwd=BASE_DIR, env=environment, check=True)
    assert eventually(lambda: done(site) >= before + _TASKS, 120)


def done(site: Site) -> int:
    return len(re.findall(r"end_abandoned_spaces\[[0-9a-f-]+\] succeeded", site.log.read_text()))


# ---- PostgreSQL ------------------------------------------------------------------------------------------------------


def test_when_all_connections_are_cut_the_next_page_is_there(site, alice, postgres):
    for _ in range(3):
        assert status(alice, "/") == 200
        with psycopg.connect(postgres.url) as connection:
            connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
        assert status(alice, "/") == 200


async def test_without_postgresql_people_talk_and_pages_say_that_linnet_is_busy(site, alice, bob, postgres):
    async with conversation(alice, bob) as (stage, audience):
        await asyncio.to_thread(postgres.stop)
        try:
            await is_heard(stage, audience, b"\x78without a database")
            assert await asyncio.to_thread(status, bob, "/") == 503
            assert not await audience.asks("raise_hand")
        finally:
            await asyncio.to_thread(postgres.start)
        await is_heard(stage, audience, b"\x78with a database again")
        await until(lambda: asyncio.to_thread(lambda: status(bob, "/") == 200))
        await until(lambda: audience.asks("raise_hand"))
    assert status(alice, "/spaces/") == 200


def test_after_a_crash_of_postgresql_the_worker_works_on(site, environment, postgres):
    postgres.restart(signal.SIGQUIT)  # what PostgreSQL calls an immediate shutdown: it recovers as from a crash
    before = done(site)
    environment = {**environment, "DATA_DIR": str(site.log.parent)}
    subprocess.run([sys.executable, "-c", _SEND_TASKS], cwd=BASE_DIR, env=environment, check=True)
    assert eventually(lambda: done(site) > before, 120)
    assert site.process.poll() is None
