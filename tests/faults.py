"""What goes wrong in the world: processes die, machines sleep, networks break."""

import contextlib
import os
import selectors
import signal
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.running_site import Site, serve

_AT_ONCE = 65_536


def kill_child(site: Site, name: str, number: signal.Signals = signal.SIGKILL) -> None:
    """Ends the "web" or "work" process of a site; its supervisor starts another."""
    wait_until(lambda: name in site.children())
    first = site.children()[name]
    os.kill(first, number)
    wait_until(lambda: site.children().get(name, first) != first)


def restart(site: Site, number: signal.Signals, **environment: str) -> None:
    """Ends the whole site and starts it again, in the same folder and on the same port."""
    site.stop(number)
    site.process = serve(site.log.parent, goes_first=site.goes_first, PORT=str(site.port), **environment)
    wait_until_answers(site)


def wait_until_answers(site: Site) -> None:
    wait_until(lambda: answers(site.port))


def answers(port: int) -> bool:
    with socket.socket() as visitor:
        return visitor.connect_ex(("127.0.0.1", port)) == 0


def wait_until(holds: object, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not _safely(holds):
        assert time.monotonic() < deadline, "It never came to that."
        time.sleep(0.02)


def _safely(holds: object) -> bool:
    """A process that is just going has no children to list."""
    try:
        return bool(holds())  # type: ignore[operator]
    except (FileNotFoundError, ProcessLookupError):
        return False


@contextmanager
def asleep(pids: list[int]) -> Iterator[None]:
    """The processes stand still, as on a laptop that is closed."""
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)


def family(pid: int) -> list[int]:
    """A process and everything that descends from it."""
    children = Path(f"/proc/{pid}/task/{pid}/children")
    found = children.read_text().split() if children.exists() else []
    return [pid, *(descendant for child in found for descendant in family(int(child)))]


class ShakyLine:
    """A network between a browser and the site: `with ShakyLine(site.port) as line: browser at line.url`.

    `stalled` passes nothing on, and nobody learns of it; `cut` also ends what was open and lets nothing new begin.
    """

    def __init__(self, port: int) -> None:
        self._to = port
        self._whole = threading.Event()
        self._whole.set()
        self._door = socket.create_server(("127.0.0.1", 0))
        self._pairs: set[tuple[socket.socket, socket.socket]] = set()
        self._closing = False

    @property
    def url(self) -> str:
        return f"http://localhost:{self._door.getsockname()[1]}"

    def __enter__(self) -> "ShakyLine":
        threading.Thread(target=self._admit, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closing = True
        self._whole.set()
        self._door.close()
        self._end_all()

    @contextmanager
    def stalled(self) -> Iterator[None]:
        self._whole.clear()
        yield
        self._whole.set()

    @contextmanager
    def cut(self) -> Iterator[None]:
        with self.stalled():
            self._end_all()
            yield
            self._end_all()  # those who knocked meanwhile, too

    def _admit(self) -> None:
        with contextlib.suppress(OSError):
            while not self._closing:
                visitor, _address = self._door.accept()
                threading.Thread(target=self._carry, args=(visitor,), daemon=True).start()

    def _carry(self, visitor: socket.socket) -> None:
        try:
            server = socket.create_connection(("127.0.0.1", self._to), 5)
        except OSError:
            return _reset(visitor)
        server.settimeout(None)
        self._pairs.add(pair := (visitor, server))
        with contextlib.suppress(OSError), selectors.DefaultSelector() as ready:
            ready.register(visitor, selectors.EVENT_READ, server)
            ready.register(server, selectors.EVENT_READ, visitor)
            self._pass_on(ready)
        self._pairs.discard(pair)
        for end in pair:
            _reset(end)

    def _pass_on(self, ready: selectors.DefaultSelector) -> None:
        while True:
            for key, _ in ready.select():
                self._whole.wait()
                data = key.fileobj.recv(_AT_ONCE)  # type: ignore[union-attr]
                if not data:
                    return
                key.data.sendall(data)

    def _end_all(self) -> None:
        for pair in list(self._pairs):
            for end in pair:
                with contextlib.suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)


def _reset(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.close()
