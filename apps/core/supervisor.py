"""Keeps child processes running: starts them, restarts the dead, ends them all together."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from threading import Event
from types import FrameType
from typing import Self

_TURN_SECONDS = 0.1
_GRACE_SECONDS = 3.5  # between asking a child to end and killing it
_FIRST_PAUSE_SECONDS = 0.2  # people wait for it to come back; each further death doubles it
_LONGEST_PAUSE_SECONDS = 5.0  # who waits in a Space has not given up by then
_STEADY_SECONDS = 10.0  # a child that lived this long is forgiven its earlier deaths

_PR_SET_PDEATHSIG = 1


@dataclass
class Child:
    """A program that should always run."""

    name: str
    command: Sequence[str]
    niceness: int = 0
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    due: float = 0.0  # when it may start again, on the monotonic clock
    pause: float = _FIRST_PAUSE_SECONDS


@dataclass
class Supervisor:
    """Runs `children` in `folder` for as long as its `with` block lasts; SIGINT, SIGTERM and SIGHUP end `watch`."""

    children: Sequence[Child]
    folder: Path
    say: Callable[[str], object] = print
    stopping: Event = field(default_factory=Event)

    def __enter__(self) -> Self:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)
        return self

    def __exit__(self, *_: object) -> None:
        for child in self.children:
            _send(child, signal.SIGTERM)
        deadline = time.monotonic() + _GRACE_SECONDS
        for child in self.children:
            _wait(child, until=deadline)
            _send(child, signal.SIGKILL)

    def watch(self, *, until: Callable[[], bool] = lambda: False) -> None:
        """Keeps every child running until `until` answers yes or a signal asks to stop."""
        while not self.stopping.is_set() and not until():
            for child in self.children:
                self._mend(child)
            self.stopping.wait(_TURN_SECONDS)

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping.set()

    def _mend(self, child: Child) -> None:
        now = time.monotonic()
        code = child.process.poll() if child.process else None
        if code is not None:
            self._bury(child, code, now)
        if not child.process and now >= child.due:
            child.started = now
            child.process = subprocess.Popen(
                child.command, cwd=self.folder, process_group=0, preexec_fn=partial(_prepare, child.niceness, os.getpid())
            )

    def _bury(self, child: Child, code: int, now: float) -> None:
        _send(child, signal.SIGKILL)
        if now - child.started > _STEADY_SECONDS:
            child.pause = _FIRST_PAUSE_SECONDS
        self.say(f"The {child.name} process ended ({_how(code)}); starting it again in {child.pause:g} s.")
        child.process, child.due = None, now + child.pause
        child.pause = min(child.pause * 2, _LONGEST_PAUSE_SECONDS)


def _prepare(niceness: int, parent: int) -> None:
    """Runs in the new process: it gets its place in the queue for the processor, and dies when its supervisor is killed."""
    os.nice(niceness)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)


def _send(child: Child, number: signal.Signals) -> None:
    """To the child's whole process group, so that nothing it started is left behind."""
    if child.process:
        with suppress(ProcessLookupError):
            os.killpg(child.process.pid, number)


def _wait(child: Child, *, until: float) -> None:
    if child.process:
        with suppress(subprocess.TimeoutExpired):
            child.process.wait(max(0, until - time.monotonic()))


def _how(code: int) -> str:
    return f"exit code {code}" if code >= 0 else signal.Signals(-code).name
