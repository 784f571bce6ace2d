"""The recogniser answers, whatever happens to its child."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from apps.speech import engine
from apps.speech import recogniser as door
from apps.speech.faults import EngineFault
from apps.speech.recogniser import Recogniser
from tests.core.test_supervisor import eventually, is_running
from tests.running_site import BASE_DIR
from tests.speech import samples

pytestmark = [pytest.mark.pure, pytest.mark.xdist_group("speech")]

LINE = samples.line("slt", 1)
WORDS = samples.LINES[0]


@pytest.fixture
def started(recogniser) -> Recogniser:
    recogniser.start()
    return recogniser


def pid_of(recogniser: Recogniser) -> int:
    return recogniser._process.pid


def test_one_child_answers_one_after_the_other(started):
    first = pid_of(started)
    with ThreadPoolExecutor(3) as threads:
        assert list(threads.map(lambda _: started.recognise(LINE, "en"), range(3))) == [WORDS] * 3
    assert pid_of(started) == first


def test_a_child_that_died_is_replaced(started):
    killed = pid_of(started)
    os.kill(killed, signal.SIGKILL)
    assert eventually(lambda: not is_running(killed))
    assert started.recognise(LINE, "en") == WORDS
    assert pid_of(started) != killed


def test_a_child_that_hangs_is_replaced(started, monkeypatch):
    hung = pid_of(started)
    monkeypatch.setattr(door, "_ANSWER_SECONDS", 15.0)
    os.kill(hung, signal.SIGSTOP)
    assert started.recognise(LINE, "en") == WORDS
    assert not is_running(hung)


def test_a_line_that_ends_it_twice_is_answered_with_a_fault(started, monkeypatch):
    monkeypatch.setattr(door, "_ANSWER_SECONDS", 0.0)
    with pytest.raises(EngineFault) as fault:
        started.recognise(LINE, "en")
    assert fault.value.code == "engine_unavailable"
    monkeypatch.undo()
    assert started.recognise(LINE, "en") == WORDS


def test_a_refused_sound_is_said_and_does_no_harm(started):
    child = pid_of(started)
    with pytest.raises(EngineFault) as fault:
        started.recognise([(-5, LINE[0][1])], "en")
    assert fault.value.code == "bad_sound"
    assert started.recognise(LINE, "en") == WORDS
    assert pid_of(started) == child


def test_the_child_is_out_of_reach_of_ctrl_c(started):
    assert os.getpgid(pid_of(started)) == pid_of(started)


def test_the_child_ends_with_its_owner():
    program = """
import signal
import django
django.setup()
from apps.speech import recogniser
recogniser.start()
print(recogniser._recogniser._process.pid, flush=True)
signal.pause()
"""
    owner = subprocess.Popen([sys.executable, "-c", program], cwd=BASE_DIR, stdout=subprocess.PIPE, text=True)
    child = int(owner.stdout.readline())
    assert is_running(child)
    owner.kill()
    owner.wait()
    assert eventually(lambda: not is_running(child))


def test_the_site_recognises_with_the_engine_it_chose():
    assert door.recognise(packets=LINE, language="en") == WORDS


def test_a_language_the_engine_lacks_is_refused_before_anything_starts():
    with pytest.raises(EngineFault) as fault:
        door.recognise(packets=LINE, language="de")
    assert fault.value.code == "language_unsupported"


def test_a_site_without_captions_knows_no_language(settings):
    settings.SPEECH_ENGINE = "none"
    door.start()
    assert not engine.is_supported("en")
