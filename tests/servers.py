"""PostgreSQL and Redis for tests: private, on free ports, with their data in a folder that goes with them."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests import tools

_UP_SECONDS = 60


def free_port() -> int:
    with socket.socket() as some:
        some.bind(("127.0.0.1", 0))
        return int(some.getsockname()[1])


@dataclass
class Server:
    """A server that tests may stop and start again; it keeps its port and, where it has any, its data."""

    command: list[str]
    url: str
    folder: Path
    answers: Callable[[], bool]
    how: dict[str, Any] = field(default_factory=dict)  # further arguments of Popen
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(self.command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, **self.how)
        deadline = time.monotonic() + _UP_SECONDS
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{self.command[0]} did not come up:\n{(self.folder / 'log').read_text()}")
            time.sleep(0.05)

    def stop(self, number: signal.Signals = signal.SIGINT) -> None:
        """Ends it; SIGINT is what both servers call a fast shutdown."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(number)
            self.process.wait(30)

    def restart(self, number: signal.Signals = signal.SIGINT) -> None:
        self.stop(number)
        self.start()


@contextmanager
def redis() -> Iterator[Server]:
    """A Redis that keeps nothing, with a database for every site and worker that tests may start."""
    program, port = tools.redis(), free_port()
    assert program
    with _folder() as folder:
        options = f"--port {port} --bind 127.0.0.1 --save  --appendonly no --databases 1000 --dir {folder}"
        server = Server([program, *options.split(" ")], f"redis://127.0.0.1:{port}/0", folder, lambda: listens(port))
        with _running(server):
            yield server


@contextmanager
def postgres() -> Iterator[Server]:
    """A PostgreSQL that anybody on this machine may use as "linnet". Run by root it belongs to "postgres", for it refuses root."""
    programs, port = tools.postgres(), free_port()
    assert programs
    how: dict[str, Any] = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
    with _folder() as folder:
        if how:
            shutil.chown(folder, "postgres", "postgres")
        data = folder / "data"
        initdb = f"-D {data} -U linnet -A trust -E UTF8 --locale=C.UTF-8 --no-sync --no-instructions"
        subprocess.run(
            [programs / "initdb", *initdb.split()], check=True, stdout=subprocess.DEVNULL, cwd=folder, env=_plain(), **how
        )
        # Nothing here must survive a power cut.
        settings = f"""listen_addresses=127.0.0.1 port={port} unix_socket_directories= max_connections=400
            fsync=off full_page_writes=off shared_buffers=64MB"""
        options = [part for setting in settings.split() for part in ("-c", setting)]
        server = Server(
            [str(programs / "postgres"), "-D", str(data), *options],
            f"postgres://linnet@127.0.0.1:{port}/postgres",
            folder,
            lambda: subprocess.run([programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)]).returncode == 0,
            {**how, "cwd": folder, "env": _plain()},
        )
        with _running(server):
            yield server


@contextmanager
def _running(server: Server) -> Iterator[None]:
    server.start()
    try:
        yield
    finally:
        server.stop()


@contextmanager
def _folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="linnet-server-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def listens(port: int) -> bool:
    with socket.socket() as visitor:
        return visitor.connect_ex(("127.0.0.1", port)) == 0


def _plain() -> dict[str, str]:
    """An environment whose language and PG* variables change nothing."""
    return {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TZ": "UTC"}
