"""A Linnet of its own for a benchmark: fresh folder, real server on one core, people with log-ins, a live Space."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SERVER_CORE, LOAD_CORE = 0, 1
_TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")
_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


@dataclass
class Site:
    """A running server and what is needed to talk to it."""

    port: int
    folder: Path
    pid: int  # of the web server
    sessions: list[str] = field(default_factory=list)  # of person 0 (the host), 1, 2, …
    people: list[int] = field(default_factory=list)
    space_id: int = 0

    def cpu_seconds(self) -> float:
        """Processor time of the server so far, in user and kernel mode, all its threads."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS_PER_SECOND

    def rss_bytes(self) -> int:
        return int(Path(f"/proc/{self.pid}/statm").read_text().split()[1]) * _PAGE_BYTES


@contextmanager
def running(
    server: str, *, people: int = 0, speakers: int = 0, application: str = "spaces_project.asgi.application"
) -> Iterator[Site]:
    """A server ("daphne" or "uvicorn") on core 0; with `people`, also their rows, sessions and a live Space of the first one."""
    folder = Path(tempfile.mkdtemp(prefix="linnet-bench-"))
    os.environ["DATA_DIR"] = str(folder)
    port = _free_port()
    made = make_people(people, speakers) if people else {}
    process = _start(server, application, port)
    site = Site(port, folder, process.pid, **made)
    try:
        _wait_for(port, process)
        yield site
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
        shutil.rmtree(folder, ignore_errors=True)


def _start(server: str, application: str, port: int) -> subprocess.Popen[bytes]:
    from apps.core import asgi_servers

    command = asgi_servers.command(server, application, host="127.0.0.1", port=port)
    return subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, preexec_fn=lambda: os.sched_setaffinity(0, {SERVER_CORE})
    )


def make_people(people: int, speakers: int) -> dict[str, Any]:
    """People who are logged in, and a live Space of the first of them, on the site in DATA_DIR.

    In a process of its own: this one must not hold the database open, nor may Django keep an earlier folder in mind."""
    made = subprocess.run(
        [sys.executable, "-m", "bench.people", str(people), str(speakers)], cwd=ROOT, check=True, capture_output=True, text=True
    )
    space_id, *pairs = made.stdout.split()
    return {
        "space_id": int(space_id),
        "people": [int(pair.split(":")[0]) for pair in pairs],
        "sessions": [pair.split(":")[1] for pair in pairs],
    }


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        if process.poll() is not None:
            raise SystemExit("The server did not start.")
        try:
            socket.create_connection(("127.0.0.1", port), 0.2).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("The server does not answer.")


def take_load_core() -> None:
    """Puts this process on the core that the server does not use."""
    os.sched_setaffinity(0, {LOAD_CORE})
