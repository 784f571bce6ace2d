"""Who is recognised first: live speech, then what can wait."""

import threading
import time

import pytest

from apps.speech import recogniser
from apps.speech.recogniser import Turn

pytestmark = pytest.mark.pure


def run(turn: Turn, done: list[str], name: str, *, is_urgent: bool, seconds: float = 0.0) -> threading.Thread:
    def act() -> None:
        with turn.taken(is_urgent):
            done.append(name)
            time.sleep(seconds)

    thread = threading.Thread(target=act)
    thread.start()
    return thread


def wait(*threads: threading.Thread) -> None:
    for thread in threads:
        thread.join(10)


def test_what_is_urgent_overtakes_what_can_wait(monkeypatch):
    monkeypatch.setattr(recogniser, "_LIVE_PAUSE", 0.05)
    turn, done = Turn(), []
    first = run(turn, done, "speech", is_urgent=True, seconds=0.3)
    time.sleep(0.1)
    clip = run(turn, done, "clip", is_urgent=False)
    time.sleep(0.05)
    second = run(turn, done, "more speech", is_urgent=True)
    wait(first, clip, second)
    assert done == ["speech", "more speech", "clip"]


def test_what_can_wait_waits_for_a_pause(monkeypatch):
    monkeypatch.setattr(recogniser, "_LIVE_PAUSE", 0.3)
    turn, done = Turn(), []
    wait(run(turn, done, "speech", is_urgent=True))
    clip = run(turn, done, "clip", is_urgent=False)
    time.sleep(0.1)
    wait(run(turn, done, "more speech", is_urgent=True), clip)
    assert done == ["speech", "more speech", "clip"]


def test_but_not_for_ever(monkeypatch):
    monkeypatch.setattr(recogniser, "_LIVE_PAUSE", 60)
    monkeypatch.setattr(recogniser, "_MOST_PATIENCE", 0.2)
    turn, done = Turn(), []
    wait(run(turn, done, "speech", is_urgent=True), run(turn, done, "clip", is_urgent=False))
    assert done == ["speech", "clip"]


def test_who_fails_gives_the_turn_back():
    turn = Turn()
    with pytest.raises(ValueError, match="x"), turn.taken():
        raise ValueError("x")
    with turn.taken():
        pass
