"""The door of the embedded profile: a socket in DATA_DIR."""

import asyncio
import contextlib
import logging
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from apps.realtime.doors import DatagramDoor
from tests.realtime.test_doors import nudge, numbers

pytestmark = pytest.mark.pure


@pytest.fixture
def door() -> Iterator[DatagramDoor]:
    door = DatagramDoor()
    yield door
    door.close()


def fill(path: Path) -> None:
    """Sends until the socket takes no more: how much that is, each machine decides for itself."""
    with contextlib.suppress(BlockingIOError):
        while True:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as outlet:
                outlet.setblocking(False)
                outlet.sendto(b"x", str(path))


def test_with_nobody_listening_a_nudge_is_dropped_without_a_word(door, caplog):
    DatagramDoor._path().unlink(missing_ok=True)
    door.send(nudge())
    assert caplog.records == []


async def test_behind_a_shut_door_too(door, heard, caplog):
    heard.on("live")
    await door.open()
    door.close()
    await asyncio.to_thread(door.send, nudge())
    await asyncio.sleep(0.05)
    assert heard.news == []
    assert caplog.records == []


async def test_a_web_process_that_hangs_costs_a_sender_a_second_and_a_line_in_the_log(
    door, caplog, settings, tmp_path, monkeypatch
):
    monkeypatch.setattr("apps.realtime.doors._SEND_TIMEOUT_SECONDS", 0.1)
    settings.DATA_DIR = tmp_path
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as inlet:
        inlet.bind(str(DatagramDoor._path()))
        fill(DatagramDoor._path())
        door.send(nudge())
    assert [(record.levelno, "rows are still right" in record.message) for record in caplog.records] == [(logging.WARNING, True)]


async def test_a_socket_left_over_from_a_crash_does_not_stop_the_next_process(door, heard):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as left_over:
        DatagramDoor._path().unlink(missing_ok=True)
        left_over.bind(str(DatagramDoor._path()))
    await door.open()
    heard.on("live")
    await asyncio.to_thread(door.send, nudge())
    assert numbers(await heard(1)) == [1]


async def test_a_folder_too_deep_for_a_socket_gets_a_short_path(door, heard, settings, tmp_path):
    settings.DATA_DIR = tmp_path / ("deep" * 30)
    heard.on("live")
    await door.open()
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


async def test_nobody_else_on_the_machine_may_write_to_it(door):
    await door.open()
    assert os.stat(DatagramDoor._path()).st_mode & 0o777 == 0o600  # noqa: PTH116
