"""The door of the production profile, and what becomes of nudges when Redis goes and comes back."""

import asyncio
import signal
import socket
from collections.abc import Iterator

import pytest
from redis import Redis

from apps.realtime import redis_door
from apps.realtime.redis_door import RedisDoor
from tests import servers
from tests.realtime.test_doors import nudge, numbers
from tests.together import eventually

pytestmark = [pytest.mark.production, pytest.mark.xdist_group("redis")]


@pytest.fixture(scope="module")
def server() -> Iterator[servers.Server]:
    with servers.redis() as server:
        yield server


@pytest.fixture
def door(server) -> Iterator[RedisDoor]:
    door = RedisDoor(server.url)
    yield door
    door.close()


async def ring(door: RedisDoor, n: int) -> None:
    await asyncio.to_thread(door.send, nudge(n))


async def ring_until_heard(door: RedisDoor, heard, n: int) -> None:
    """Nudges may be lost while a subscription is renewed."""
    for _ in range(300):
        await ring(door, n)
        await asyncio.sleep(0.1)
        if ("counted", {"n": n}) in heard.news:
            return
    raise AssertionError("Nobody hears.")


def impatient(monkeypatch) -> None:
    """Redis is tried again as quickly as tests like it."""
    monkeypatch.setattr(redis_door, "_HUSH_SECONDS", 0.0)
    monkeypatch.setattr(redis_door, "_PAUSE_SECONDS", 0.05)


async def test_two_processes_of_a_site_hear_the_same(door, server, heard):
    other = RedisDoor(server.url)
    heard.on("live")
    await other.open()
    await ring(door, 1)
    assert numbers(await heard(1)) == [1]
    other.close()


async def test_a_site_on_another_database_of_the_same_redis_hears_nothing(door, server, heard):
    heard.on("live")
    await door.open()
    await ring(RedisDoor(server.url.removesuffix("/0") + "/7"), 1)
    await ring(door, 2)
    assert numbers(await heard(1)) == [2]


async def test_an_idle_subscription_is_alive_after_seven_seconds(door, heard, caplog):
    """redis-py 8 would end it after five; channels-redis did."""
    heard.on("live")
    await door.open()
    await asyncio.sleep(7)
    await ring(door, 1)
    assert numbers(await heard(1)) == [1]
    assert caplog.records == []


async def test_a_long_silence_is_asked_about_and_is_no_fault(door, heard, caplog, monkeypatch):
    monkeypatch.setattr(redis_door, "_SILENCE_SECONDS", 0.1)
    heard.on("live")
    await door.open()
    await asyncio.sleep(1)
    await ring(door, 1)
    assert numbers(await heard(1)) == [1]
    assert caplog.records == []


async def test_after_a_restart_of_redis_nudges_flow_again_and_everybody_looks_anew(door, server, heard, caplog, monkeypatch):
    impatient(monkeypatch)
    heard.on("live")
    await door.open()
    await ring(door, 1)
    await heard(1)
    await asyncio.to_thread(server.restart, signal.SIGKILL)
    await ring_until_heard(door, heard, 2)
    assert ("connected_again", {}) in heard.news
    assert "Redis is heard again." in caplog.text


async def test_a_subscription_that_redis_throws_out_is_renewed(door, server, heard, monkeypatch):
    impatient(monkeypatch)
    heard.on("live")
    await door.open()
    with Redis.from_url(server.url) as client:
        client.client_kill_filter(_type="pubsub")
    await eventually(lambda: ("connected_again", {}) in heard.news)
    await ring_until_heard(door, heard, 1)


async def test_a_redis_that_hangs_is_given_up(door, server, heard, monkeypatch):
    impatient(monkeypatch)
    monkeypatch.setattr(redis_door, "_SILENCE_SECONDS", 0.3)
    heard.on("live")
    await door.open()
    server.process.send_signal(signal.SIGSTOP)
    try:
        await eventually(lambda: door._is_cut_off)
    finally:
        server.process.send_signal(signal.SIGCONT)
    await ring_until_heard(door, heard, 1)


async def test_without_redis_the_door_opens_and_a_sender_is_held_up_for_a_moment_only(server, heard, caplog):
    door = RedisDoor(f"redis://127.0.0.1:{servers.free_port()}/0")
    async with asyncio.timeout(30):  # at a second each, a thousand would take longer
        await door.open()
        await asyncio.to_thread(lambda: [door.send(nudge(n)) for n in range(1000)])
    assert [record.message for record in caplog.records if "rows are still right" in record.message] == [
        "A nudge was lost, for Redis does not answer; the rows are still right."
    ]
    door.close()


async def test_a_redis_that_takes_calls_and_says_nothing_holds_a_sender_up_once():
    with socket.create_server(("127.0.0.1", 0)) as mute:
        door = RedisDoor(f"redis://127.0.0.1:{mute.getsockname()[1]}/0")
        async with asyncio.timeout(30):
            await asyncio.to_thread(lambda: [door.send(nudge(n)) for n in range(100)])
        door.close()
