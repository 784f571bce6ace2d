"""The door of the web process: nudges come in from any thread and any process."""

import asyncio
import json
import logging
import os
import socket
import sys

import pytest

from apps.realtime.doors import DatagramDoor, door
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
    door.open()
    heard.on("live")
    await asyncio.to_thread(door.send, nudge(7))
    assert await heard(1) == [("counted", {"n": 7})]


async def test_a_nudge_from_another_process_is_heard(heard, monkeypatch):
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "spaces_project.settings")
    door.open()
    heard.on("live")
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", FROM_ELSEWHERE, cwd=BASE_DIR)
    assert await asyncio.wait_for(process.wait(), 60) == 0
    assert await heard(1) == [("space_counted", {"space": "5", "listening_count": 3})]


async def test_more_nudges_than_the_door_holds_wait_their_turn_and_keep_their_order(heard):
    door.open()
    heard.on("live")
    await asyncio.to_thread(lambda: [door.send(nudge(n)) for n in range(200)])
    assert numbers(await heard(200)) == list(range(200))


async def test_opened_at_every_connection_it_is_one_door(heard):
    heard.on("live")
    for n in range(3):
        door.open()
        await asyncio.to_thread(door.send, nudge(n))
    assert numbers(await heard(3)) == [0, 1, 2]


def test_with_nobody_listening_a_nudge_is_dropped_without_a_word(caplog):
    DatagramDoor._path().unlink(missing_ok=True)
    door.send(nudge())
    assert caplog.records == []


async def test_behind_a_shut_door_too(heard, caplog):
    heard.on("live")
    door.open()
    door.close()
    await asyncio.to_thread(door.send, nudge())
    await asyncio.sleep(0.05)
    assert heard.news == []
    assert caplog.records == []


async def test_a_web_process_that_hangs_costs_a_sender_a_second_and_a_line_in_the_log(caplog, settings, tmp_path, monkeypatch):
    monkeypatch.setattr("apps.realtime.doors._SEND_TIMEOUT_SECONDS", 0.1)
    settings.DATA_DIR = tmp_path
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as inlet:
        inlet.bind(str(DatagramDoor._path()))
        inlet.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)
        for n in range(500):
            if caplog.records:
                break
            door.send(nudge(n, filler="x" * 60_000))
    assert [(record.levelno, "rows are still right" in record.message) for record in caplog.records] == [(logging.WARNING, True)]


def test_what_is_too_large_for_a_nudge_is_a_fault_of_ours():
    with pytest.raises(ValueError, match="ids, not contents"):
        door.send(b"x" * 65_537)


async def test_the_largest_nudge_arrives_whole(heard):
    door.open()
    heard.on("live")
    await asyncio.to_thread(door.send, nudge(1).ljust(65_536))
    assert numbers(await heard(1)) == [1]


async def test_rubbish_stops_nobody(heard, caplog):
    door.open()
    heard.on("live")
    await asyncio.to_thread(lambda: [door.send(message) for message in (b"{", b"", b"[]", b"\xff", nudge(2))])
    assert numbers(await heard(1)) == [2]


def test_it_opens_anew_on_another_loop(heard):
    async def ring(n: int) -> None:
        door.open()
        await asyncio.to_thread(door.send, nudge(n))
        await heard(n)

    heard.on("live")
    for n in (1, 2, 3):
        asyncio.run(ring(n))
    assert numbers(heard.news) == [1, 2, 3]


async def test_a_socket_left_over_from_a_crash_does_not_stop_the_next_process(heard):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as left_over:
        DatagramDoor._path().unlink(missing_ok=True)
        left_over.bind(str(DatagramDoor._path()))
    door.open()
    heard.on("live")
    await asyncio.to_thread(door.send, nudge())
    assert numbers(await heard(1)) == [1]


async def test_a_folder_too_deep_for_a_socket_gets_a_short_path(heard, settings, tmp_path):
    settings.DATA_DIR = tmp_path / ("deep" * 30)
    heard.on("live")
    door.open()
    await asyncio.to_thread(door.send, nudge())
    assert numbers(await heard(1)) == [1]
    DatagramDoor._path().unlink()


def test_two_sites_have_two_doors_however_deep(settings, tmp_path):
    paths = set()
    for name in ("one", "two"):
        settings.DATA_DIR = tmp_path / ("deep" * 30) / name
        paths.add(DatagramDoor._path())
    assert len(paths) == 2
    assert all(len(str(path)) <= 100 for path in paths)


async def test_nobody_else_on_the_machine_may_write_to_it():
    door.open()
    assert os.stat(DatagramDoor._path()).st_mode & 0o777 == 0o600  # noqa: PTH116
