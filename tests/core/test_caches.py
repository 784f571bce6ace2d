"""The cache of the production profile, before its Redis goes, while it is gone, and after."""

from collections.abc import Iterator

import pytest
from redis import Redis

from apps.core.caches import SteadyCache
from tests import servers

pytestmark = [pytest.mark.production, pytest.mark.xdist_group("redis")]


@pytest.fixture(scope="module")
def server() -> Iterator[servers.Server]:
    with servers.redis() as server:
        yield server


@pytest.fixture
def cache(server, monkeypatch) -> Iterator[SteadyCache]:
    monkeypatch.setattr(SteadyCache, "_away_until", 0.0)
    cache = SteadyCache(server.url, {"KEY_PREFIX": "cache", "OPTIONS": {"SOCKET_CONNECT_TIMEOUT": 1, "SOCKET_TIMEOUT": 1}})
    yield cache
    cache.clear()


def test_two_processes_count_the_same_tries(cache, server):
    other = SteadyCache(server.url, {"KEY_PREFIX": "cache"})
    assert cache.add("tries", 1)
    assert not other.add("tries", 1)
    other.incr("tries")
    assert cache.get("tries") == 2


def test_clearing_it_leaves_what_is_not_of_the_cache(cache, server):
    with Redis.from_url(server.url) as client:
        client.rpush("broker:celery", "a task")
        cache.set_many({f"key {n}": n for n in range(2500)})
        cache.clear()
        assert client.keys() == [b"broker:celery"]
        client.delete("broker:celery")


def test_without_redis_it_goes_on_counting_here(cache, server):
    cache.set("tries", 5)
    server.stop()
    try:
        assert cache.get("tries") is None
        assert cache.add("tries", 1)
        assert not cache.add("tries", 1)
        assert cache.incr("tries") == 2
        assert cache.delete("tries")
        assert cache.get_many(["tries"]) == {}
    finally:
        server.start()


def test_when_redis_is_back_it_counts_there_again(cache, server, monkeypatch):
    cache.set("before", 1)
    server.restart()
    cache.set("after", 1)  # over a connection from before the restart, which may fail once
    monkeypatch.setattr(SteadyCache, "_away_until", 0.0)
    cache.set("after", 2)
    with Redis.from_url(server.url) as client:
        assert len(client.keys("cache*after")) == 1
