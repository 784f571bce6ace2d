"""A whole Linnet, started with `manage.py serve` on a port and in a folder of its own: for browsers and load to come to."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests import blank, places
from tests.servers import free_port

BASE_DIR = Path(__file__).resolve().parent.parent
STATIC_FILES = BASE_DIR / "test-results" / "static"  # shared by all sites, for collecting them takes seconds


@dataclass
class Site:
    """A running site; `log` holds what it printed."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path
    goes_first: bool = False

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def status(self, path: str = "/") -> int:
        """The HTTP status with which `path` answers."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=20) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as problem:
            return problem.code

    def children(self) -> dict[str, int]:
        """The process ids of its children: of the web server and of the worker, by "web" and "work"."""
        pids = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return {"work" if b"work" in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0") else "web": int(pid) for pid in pids}

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Ends it and answers with its exit code."""
        self.process.send_signal(number)
        return self.process.wait(15)


def serve(folder: Path, *, goes_first: bool = False, **environment: str) -> subprocess.Popen[bytes]:
    """`manage.py serve` with its data in `folder` and nobody living there, logging to `serve.log` in it.

    On the profile that the environment names, with a PostgreSQL and a Redis database that are the folder's own.
    `goes_first`: where that is allowed, browsers on this machine, which would be on others, get what processor time it leaves.
    """
    folder.mkdir(parents=True, exist_ok=True)
    STATIC_FILES.mkdir(parents=True, exist_ok=True)
    if not (folder / "static").exists():
        (folder / "static").symlink_to(STATIC_FILES)
    with (folder / "serve.log").open("wb") as log:
        return subprocess.Popen(
            [sys.executable, str(BASE_DIR / "manage.py"), "serve"],
            env={**os.environ, **standing(folder), **environment},
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=goes_first,
            preexec_fn=_go_first if goes_first else None,
        )


def _go_first() -> None:
    """Linux weighs sessions against each other, each browser being one, and only then the processes in them."""
    with suppress(OSError):
        Path("/proc/self/autogroup").write_text("-20")


def standing(folder: Path) -> dict[str, str]:
    return {"DATA_DIR": str(folder), "SEED": "0", "PYTHONUNBUFFERED": "1", **places.of_site(folder)}


@contextmanager
def running_site(folder: Path, *, goes_first: bool = False, **environment: str) -> Iterator[Site]:
    """A site that answers, until the block ends. `environment` is what the operator would set, such as ASGI_SERVER. As `serve`."""
    port = free_port()
    blank.settle(folder)
    site = Site(serve(folder, goes_first=goes_first, PORT=str(port), **environment), port, folder / "serve.log", goes_first)
    try:
        _wait_until_up(site)
        yield site
    finally:
        if site.process.poll() is None:
            site.stop(
                signal.SIGKILL
            )  # at once: its data goes with its folder, and how it ends in good order has a test of its own


def _wait_until_up(site: Site, seconds: float = 90) -> None:
    deadline = time.monotonic() + seconds
    while "Linnet is at" not in site.log.read_text():
        if site.process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"The site did not come up:\n{site.log.read_text()}")
        time.sleep(0.1)
