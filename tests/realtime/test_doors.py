"""The door of whichever profile is on: nudges come in from any thread and any process."""

import asyncio
import json
import sys

from apps.realtime.doors import door
from tests.running_site import BASE_DIR

FROM_ELSEWHERE = """
import django
django.setup()
from apps.realtime import events, push
push.to_topic(events.LIVE, events.SpaceCounted("5", 3))
"""


def nudge(n: int = 1, **data) -> bytes:
    return json.dumps({"topic": "live", "event": "counted", "data": {"n": n, **data}}).encode()


def numbers(news) -> list[int]:
    return [data["n"] for _event, data in news]


async def test_a_nudge_from_another_thread_is_heard(heard):
    await door.open()
    heard.on("live")
    await asyncio.to_thread(door.send, nudge(7))
    assert await heard(1) == [("counted", {"n": 7})]


async def test_a_nudge_from_another_process_is_heard(heard, monkeypatch):
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "spaces_project.settings")
    await door.open()
    heard.on("live")
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", FROM_ELSEWHERE, cwd=BASE_DIR)
    assert await asyncio.wait_for(process.wait(), 60) == 0
    assert await heard(1) == [("space_counted", {"space": "5", "listening_count": 3})]


async def test_more_nudges_than_the_door_holds_wait_their_turn_and_keep_their_order(heard):
    await door.open()
    heard.on("live")
    await asyncio.to_thread(lambda: [door.send(nudge(n)) for n in range(200)])
    assert numbers(await heard(200)) == list(range(200))


async def test_opened_at_every_connection_it_is_one_door(heard):
    heard.on("live")
    for n in range(3):
        await door.open()
        await asyncio.to_thread(door.send, nudge(n))
    assert numbers(await heard(3)) == [0, 1, 2]


async def test_the_largest_nudge_arrives_whole(heard):
    await door.open()
    heard.on("live")
    await asyncio.to_thread(door.send, nudge(1).ljust(65_536))
    assert numbers(await heard(1)) == [1]


async def test_rubbish_stops_nobody(heard, caplog):
    await door.open()
    heard.on("live")
    await asyncio.to_thread(lambda: [door.send(message) for message in (b"{", b"", b"[]", b"\xff", nudge(2))])
    assert numbers(await heard(1)) == [2]


def test_it_opens_anew_on_another_loop(heard):
    async def ring(n: int) -> None:
        await door.open()
        await asyncio.to_thread(door.send, nudge(n))
        await heard(n)

    heard.on("live")
    for n in (1, 2, 3):
        asyncio.run(ring(n))
    assert numbers(heard.news) == [1, 2, 3]
