"""The one socket of every open tab."""

import asyncio
import json
from contextlib import asynccontextmanager

import pytest
from channels.testing import WebsocketCommunicator

from apps.graph import services as graph
from apps.realtime import topics
from apps.realtime.table import table
from apps.spaces import services as spaces
from apps.tweets import services as tweets
from spaces_project.asgi import application
from tests.live.client import headers_of, log_out
from tests.together import eventually

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def this_host(settings):
    settings.ALLOWED_HOSTS = ["testserver", "[::1]"]


class Tab:
    """An open page of somebody."""

    def __init__(self, wire: WebsocketCommunicator) -> None:
        self.wire = wire

    async def hears(self) -> tuple[str, dict]:
        message = json.loads(await self.wire.receive_from(10))
        return message["event"], message["data"]

    async def hears_nothing(self) -> bool:
        return await self.wire.receive_nothing(0.15)


@asynccontextmanager
async def tab_of(person, headers=None):
    headers = headers or await asyncio.to_thread(headers_of, person)
    wire = WebsocketCommunicator(application, "/live/tab/", headers=headers)
    before = listening_to("live")
    assert (await wire.connect(10))[0]
    try:
        await eventually(lambda: not person or listening_to("live") > before)
        yield Tab(wire)
    finally:
        await wire.disconnect()


def listening_to(topic: str) -> int:
    return len(table._hearers.get(topic, ()))


async def do(deed, **who):
    return await asyncio.to_thread(deed, **who)


async def test_bob_hears_of_a_tweet_of_alice(alice, bob):
    async with tab_of(bob) as tab:
        tweet = await do(tweets.post_tweet, author=alice, text="Good morning")
        assert await tab.hears() == ("tweet_posted", {"tweet": str(tweet.pk), "author": str(alice.pk)})


async def test_a_log_out_closes_the_tabs_of_that_log_in_and_no_others(bob):
    headers = await asyncio.to_thread(headers_of, bob)
    async with tab_of(bob, headers) as here, tab_of(bob) as elsewhere:
        await asyncio.to_thread(log_out, headers)
        assert (await here.wire.receive_output(10))["code"] == 4401
        assert (await elsewhere.hears())[0] == "signed_out"
        assert await elsewhere.hears_nothing()


async def test_he_hears_nothing_of_a_stranger(bob, charlie):
    async with tab_of(bob) as tab:
        await do(tweets.post_tweet, author=charlie, text="Good morning")
        assert await tab.hears_nothing()


async def test_to_follow_is_to_hear_at_once(alice, charlie):
    async with tab_of(charlie) as tab:
        await do(graph.follow, follower=charlie, followed=alice)
        assert await tab.hears() == ("follows_changed", {})
        assert await tab.hears() == ("connected_again", {})  # for what was said before she was listened to
        await eventually(lambda: listening_to(f"author:{alice.pk}") == 1)
        await do(tweets.post_tweet, author=alice, text="Good morning")
        assert (await tab.hears())[0] == "tweet_posted"


async def test_to_unfollow_is_to_hear_no_more(alice, bob):
    async with tab_of(bob) as tab:
        await do(graph.unfollow, follower=bob, followed=alice)
        assert await tab.hears() == ("follows_changed", {})
        await eventually(lambda: listening_to(f"author:{alice.pk}") == 0)
        await do(tweets.post_tweet, author=alice, text="Good morning")
        assert await tab.hears_nothing()


async def test_a_follow_in_the_moment_of_connecting_is_not_missed(alice, charlie, monkeypatch):
    """Charlie follows alice in one tab just after the other has read whom to listen to."""
    read, follows = topics.topics_of, []

    def follow_after_reading(person_id):
        found = read(person_id)
        if not follows:
            follows.append(graph.follow(follower=charlie, followed=alice))
        return found

    monkeypatch.setattr(topics, "topics_of", follow_after_reading)
    async with tab_of(charlie):
        await eventually(lambda: listening_to(f"author:{alice.pk}") == 1)


async def test_everybody_hears_that_a_space_began_and_ended(alice, charlie):
    async with tab_of(charlie) as tab:
        space = await do(spaces.start_space, host=alice, title="Dawn chorus", announce=False)
        assert await tab.hears() == ("spaces_changed", {"space": str(space.pk)})
        await do(spaces.report_alive, space_id=space.pk, listening_count=3)
        assert await tab.hears() == ("space_counted", {"space": str(space.pk), "listening_count": 3})
        await do(spaces.end_space, host=alice, space=space)
        assert await tab.hears() == ("spaces_changed", {"space": str(space.pk)})


async def test_two_tabs_of_bob_both_hear(alice, bob):
    async with tab_of(bob) as one, tab_of(bob) as other:
        await do(tweets.post_tweet, author=alice, text="Good morning")
        assert await one.hears() == await other.hears()


async def test_what_a_tab_says_is_passed_over(alice, bob):
    async with tab_of(bob) as tab:
        for said in ("{", '{"event": "tweet_posted"}', "x" * 10_000):
            await tab.wire.send_to(text_data=said)
        await tab.wire.send_to(bytes_data=b"\x11")
        await do(tweets.post_tweet, author=alice, text="Good morning")
        assert (await tab.hears())[0] == "tweet_posted"


async def test_a_tab_that_is_gone_listens_no_more(alice, bob):
    before = set(table._hearers)
    async with tab_of(bob):
        assert set(table._hearers) == before | {"live", f"author:{alice.pk}", f"author:{bob.pk}", f"person:{bob.pk}"}
    assert set(table._hearers) == before


async def test_one_who_is_signed_out_is_told_so():
    async with tab_of(None) as tab:
        assert await tab.wire.receive_output(10) == {"type": "websocket.close", "code": 4401, "reason": "signed_out"}


# ---- Where a handshake may come from ---------------------------------------------------------------------------------

HOST = (b"host", b"testserver")


@pytest.mark.parametrize("path", ["/live/tab/", "/live/spaces/1/"])
@pytest.mark.parametrize(
    "headers",
    [
        [HOST],
        [HOST, (b"origin", b"")],
        [HOST, (b"origin", b"null")],
        [HOST, (b"origin", b"http://evil.example")],
        [HOST, (b"origin", b"http://testserver.evil.example")],
        [HOST, (b"origin", b"http://eviltestserver")],
        [HOST, (b"origin", b"http://testserver:81")],
        [HOST, (b"origin", b"http://testserver@evil.example")],
        [HOST, (b"origin", b"http://evil.example@testserver")],
        [HOST, (b"origin", b"file://testserver")],
        [HOST, (b"origin", b"testserver")],
        [HOST, (b"origin", b"http://[")],
        [HOST, (b"origin", b"http://\xff")],
        [HOST, (b"origin", b"http://testserver"), (b"origin", b"http://testserver")],
        [(b"origin", b"http://testserver")],
        [(b"host", b"evil.example"), (b"origin", b"http://evil.example")],
    ],
    ids=lambda headers: " ".join(value.decode("latin1") for _name, value in headers),
)
async def test_a_handshake_from_elsewhere_is_refused(path, headers):
    wire = WebsocketCommunicator(application, path, headers=headers)
    assert (await wire.connect(10))[0] is False


@pytest.mark.parametrize(
    ("host", "origin"),
    [
        (b"testserver", b"http://testserver"),
        (b"TestServer", b"https://testserver"),
        (b"testserver:8000", b"http://testserver:8000"),
        (b"[::1]:8000", b"http://[::1]:8000"),
        (b"[::1]", b"http://[::1]"),
    ],
)
async def test_a_handshake_of_our_own_page_is_taken(host, origin):
    wire = WebsocketCommunicator(application, "/live/tab/", headers=[(b"host", host), (b"origin", origin)])
    assert (await wire.connect(10))[0] is True
    await wire.disconnect()
