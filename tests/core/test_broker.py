"""The folder broker, with several processes' worth of hurry."""

import threading

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
