"""The folder broker, with several processes' worth of hurry."""

import json
import threading
from pathlib import Path

import pytest
from kombu import Connection

from spaces_project import celery  # noqa: F401 — names the transport

pytestmark = pytest.mark.pure

MESSAGES = 300


def test_a_message_is_read_whole_however_soon(tmp_path):
    options = {"data_folder_in": str(tmp_path), "data_folder_out": str(tmp_path), "control_folder": str(tmp_path / "control")}
    with Connection("folder://", transport_options=options) as here, Connection("folder://", transport_options=options) as there:
        inbox = there.SimpleQueue("tasks")
        outbox = here.SimpleQueue("tasks")
        sending = threading.Thread(
            target=lambda: [outbox.put({"number": number, "rest": "x" * 5000}) for number in range(MESSAGES)]
        )
        sending.start()
        numbers = [inbox.get(timeout=20).payload["number"] for _ in range(MESSAGES)]
        sending.join()
    assert sorted(numbers) == list(range(MESSAGES))


def test_a_message_comes_in_sight_when_it_is_full(tmp_path, monkeypatch):
    options = {"data_folder_in": str(tmp_path), "data_folder_out": str(tmp_path), "control_folder": str(tmp_path / "control")}
    full = []
    monkeypatch.setattr(Path, "rename", lambda source, target: full.append((source.read_text(), target.name)))
    with Connection("folder://", transport_options=options) as here:
        here.SimpleQueue("letters").put({"number": 5})  # kombu keeps queues in mind for as long as a process lives
    assert not list(tmp_path.glob("*.msg"))
    [(text, name)] = full
    assert name.endswith(".letters.msg")
    assert json.loads(text)["body"]
