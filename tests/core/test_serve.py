"""`manage.py serve`, run for real."""

import signal
import socket
import subprocess
import time
from pathlib import Path

import pytest

from tests.core.test_supervisor import eventually, is_running
from tests.running_site import free_port, running_site, serve

pytestmark = pytest.mark.xdist_group("serve")


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """One folder for all these sites, which are never new then."""
    return tmp_path_factory.mktemp("serve")


def refusal(folder: Path, **environment: str) -> str:
    """What `serve` prints when it does not start; it must end by itself, with exit code 1 and no traceback."""
    process = serve(folder, **environment)
    assert process.wait(60) == 1
    printed = (folder / "serve.log").read_text()
    assert "Traceback" not in printed
    return printed


@pytest.mark.parametrize("server", ["daphne", "uvicorn"])
def test_pages_answer_on_both_names_of_this_machine(folder, server):
    with running_site(folder, ASGI_SERVER=server) as site:
        for host in ("localhost", "127.0.0.1"):
            with socket.create_connection((host, site.port), 5) as visitor:
                visitor.sendall(
                    f"HEAD /accounts/login/ HTTP/1.1\r\nHost: {host}:{site.port}\r\nConnection: close\r\n\r\n".encode()
                )
                assert visitor.recv(100).startswith(b"HTTP/1.1 200 ")
        assert f"Linnet is at {site.url}" in site.log.read_text()


@pytest.mark.parametrize(("server", "number"), [("daphne", signal.SIGINT), ("uvicorn", signal.SIGTERM)])
def test_ending_it_ends_everything_within_five_seconds(folder, server, number):
    with running_site(folder, ASGI_SERVER=server) as site, socket.create_connection(("127.0.0.1", site.port), 5) as visitor:
        visitor.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert visitor.recv(100)
        children, asked = site.children(), time.monotonic()
        assert set(children) == {"web", "work"}
        assert site.stop(number) == 0
        assert time.monotonic() - asked < 5
        assert eventually(lambda: not any(is_running(child) for child in children.values()))


def test_killing_it_leaves_no_orphans(folder):
    with running_site(folder) as site:
        children = site.children()
        assert set(children) == {"web", "work"}
        site.stop(signal.SIGKILL)
        assert eventually(lambda: not any(is_running(child) for child in children.values()))


def test_a_web_server_that_dies_is_replaced(folder):
    with running_site(folder) as site:
        first = site.children()["web"]
        subprocess.run(["kill", "-9", str(first)], check=True)
        assert eventually(lambda: site.children().get("web", first) != first)
        assert eventually(lambda: answers(site.port))
        assert site.status("/accounts/login/") == 200
        assert "The web process ended (SIGKILL); starting it again in 0.2 s." in site.log.read_text()


def answers(port: int) -> bool:
    with socket.socket() as visitor:
        return visitor.connect_ex(("127.0.0.1", port)) == 0


def test_the_worker_runs_what_is_due(folder):
    with running_site(folder, LOG_LEVEL="INFO") as site:
        assert eventually(
            lambda: "Task apps.spaces.tasks.end_abandoned_spaces" in (log := site.log.read_text()) and "succeeded" in log, 60
        )


def test_a_new_site_has_a_demo_and_says_how_to_log_in(tmp_path):
    with running_site(tmp_path, SEED="1") as site:
        assert "Demo people: " in site.log.read_text()
        assert site.status("/explore/") == 200


def test_a_port_in_use_is_said_plainly(tmp_path):
    with socket.create_server(("127.0.0.1", free_port())) as other:
        port = other.getsockname()[1]
        assert f"cannot listen on 127.0.0.1 port {port}: Address already in use" in refusal(tmp_path, PORT=str(port))


def test_a_port_that_is_none_is_said_plainly(tmp_path):
    assert "PORT=https is not a number" in refusal(tmp_path, PORT="https")


def test_a_folder_that_cannot_be_used_is_said_plainly(tmp_path):
    (tmp_path / "file").touch()
    assert "cannot be used: Not a directory" in refusal(tmp_path, DATA_DIR=str(tmp_path / "file" / "data"))


def test_an_unknown_server_is_said_plainly(tmp_path):
    assert "ASGI_SERVER=apache is neither daphne nor uvicorn" in refusal(tmp_path, ASGI_SERVER="apache")


def test_away_from_this_machine_it_says_how_people_get_a_microphone(folder):
    with running_site(folder, HOST="0.0.0.0") as site:
        assert eventually(lambda: "BASE_URL=https://" in site.log.read_text())
