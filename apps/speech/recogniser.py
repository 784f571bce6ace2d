"""The recogniser: one long-lived process of its own, for an engine holds Python's lock for seconds.

Whoever recognises (a Celery worker) owns one; it ends with its owner, and is started again when it dies.
"""

import atexit
import base64
import json
import math
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection, Pipe
from typing import Any

from django.conf import settings

from apps.speech import engine
from apps.speech.faults import EngineFault

_READY_SECONDS = 120.0  # a large model takes its time
_ANSWER_SECONDS = 60.0  # for 15 s of speech at most; then it hangs
_LIVE_PAUSE = 0.5  # seconds after live speech in which more of it is likely to come
_LOOK_SECONDS = 0.1
_MOST_PATIENCE = 30.0  # then what is not urgent has its turn too
_TRIES = 2  # an utterance that kills it twice is its own fault


def recognise(*, packets: Sequence[tuple[int, bytes]], language: str, is_urgent: bool = True) -> str:
    """What is said in `packets`: Opus of 48 kHz, each with its start in samples from the beginning; gaps are silence.

    "" means no words. Waits for its turn and its answer, so never call it on an event loop. What is not urgent lets live speech go first.
    Raises EngineFault: `language_unsupported`, `engine_unavailable` (this utterance ended the engine twice), and those of `start`.
    """
    if not engine.is_supported(language):
        raise EngineFault("language_unsupported", f"The engine {settings.SPEECH_ENGINE} does not know the language {language}.")
    return _recogniser.recognise(packets, language, is_urgent)


def start() -> None:
    """Makes the recogniser ready before it is needed.

    Raises EngineFault when the engine can't start: `not_installed`, `model_missing`, `model_broken`, `engine_unavailable`.
    """
    if settings.SPEECH_ENGINE != "none":
        _recogniser.start()


def stop() -> None:
    _recogniser.stop()


def check() -> None:
    """Starts the engine once, to see that it can. Raises EngineFault as `start` does."""
    start()
    stop()


class Turn:
    """One at a time. What is not urgent waits while anything urgent does, and a moment longer, for live speech comes in one utterance after the
    other; but not for ever."""

    def __init__(self) -> None:
        self._free = threading.Condition()
        self._is_taken = False
        self._urgent = 0  # how many wait or are at it
        self._quiet_since = -math.inf

    @contextmanager
    def taken(self, is_urgent: bool = True) -> Iterator[None]:
        self._take(is_urgent)
        try:
            yield
        finally:
            self._give_back(is_urgent)

    def _take(self, is_urgent: bool) -> None:
        patient_until = time.monotonic() + _MOST_PATIENCE
        with self._free:
            self._urgent += is_urgent
            while self._is_taken or not (is_urgent or self._is_quiet() or time.monotonic() > patient_until):
                self._free.wait(_LOOK_SECONDS)
            self._is_taken = True

    def _is_quiet(self) -> bool:
        return not self._urgent and time.monotonic() - self._quiet_since > _LIVE_PAUSE

    def _give_back(self, is_urgent: bool) -> None:
        with self._free:
            self._is_taken = False
            if is_urgent:
                self._urgent -= 1
                self._quiet_since = time.monotonic()
            self._free.notify_all()


class Recogniser:
    """The owner's end. One utterance at a time; the others wait."""

    def __init__(self) -> None:
        self._turn = Turn()
        self._process: subprocess.Popen[bytes] | None = None
        self._line: Connection | None = None

    def start(self) -> None:
        with self._turn.taken():
            self._ready_line()

    def stop(self) -> None:
        with self._turn.taken():
            self._end()

    def recognise(self, packets: Sequence[tuple[int, bytes]], language: str, is_urgent: bool = True) -> str:
        sound = [(start, base64.b64encode(packet).decode()) for start, packet in packets]
        with self._turn.taken(is_urgent):
            answer = self._ask({"packets": sound, "language": language})
        if "fault" in answer:
            raise EngineFault(*answer["fault"])
        return str(answer["words"])

    def _ask(self, question: dict[str, Any]) -> dict[str, Any]:
        for _ in range(_TRIES):
            line = self._ready_line()
            with suppress(EOFError, OSError, TimeoutError):
                line.send_bytes(json.dumps(question).encode())
                return _read(line, _ANSWER_SECONDS)
            self._end()
        raise EngineFault("engine_unavailable", "The speech recogniser died of what it heard.")

    def _ready_line(self) -> Connection:
        """To a process that listens."""
        if self._line and self._process and self._process.poll() is None:
            return self._line
        self._end()
        return self._begin()

    def _begin(self) -> Connection:
        self._line, theirs = Pipe()
        chosen = [settings.SPEECH_ENGINE, settings.SPEECH_MODEL]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "apps.speech.child", str(theirs.fileno()), *chosen],
            cwd=settings.BASE_DIR,
            pass_fds=[theirs.fileno()],
            process_group=0,  # Ctrl+C is for its owner, who still has an answer to wait for
        )
        theirs.close()
        try:
            answer = _read(self._line, _READY_SECONDS)
        except (EOFError, OSError, TimeoutError):
            answer = {"fault": ("engine_unavailable", "The speech recogniser did not start.")}
        if "fault" in answer:
            self._end()
            raise EngineFault(*answer["fault"])
        return self._line

    def _end(self) -> None:
        if self._line:
            self._line.close()
        if self._process:
            self._process.kill()
            self._process.wait()
        self._line = self._process = None


def _read(line: Connection, seconds: float) -> dict[str, Any]:
    if not line.poll(seconds):
        raise TimeoutError
    answer: dict[str, Any] = json.loads(line.recv_bytes())
    return answer


_recogniser = Recogniser()
atexit.register(stop)
os.register_at_fork(after_in_child=_recogniser.__init__)  # type: ignore[misc]  # a child's child is not its own
