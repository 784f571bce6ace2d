"""The supervisor keeps its children running, and takes them along when it goes."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from apps.core.supervisor import Child, Supervisor

pytestmark = pytest.mark.pure

SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]


def eventually(holds: Callable[[], object], seconds: float = 15) -> bool:
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_child_that_dies_is_started_again_after_a_growing_pause(tmp_path):
    said: list[str] = []
    child = Child("short", [sys.executable, "-c", "raise SystemExit(3)"], pause=0.1)
    with Supervisor([child], tmp_path, said.append) as supervisor:
        supervisor.watch(until=lambda: len(said) == 3)
    assert "The short process ended (exit code 3); starting it again in 0.1 s." in said
    assert child.pause == 0.8


def test_children_of_children_end_too(tmp_path):
    child = Child("family", ["sh", "-c", f"{sys.executable} -c 'import time; time.sleep(60)' & echo $! > grandchild; wait"])
    with Supervisor([child], tmp_path) as supervisor:
        supervisor.watch(until=lambda: (tmp_path / "grandchild").exists() and (tmp_path / "grandchild").read_text().strip())
    grandchild = int((tmp_path / "grandchild").read_text())
    assert eventually(lambda: not is_running(grandchild))


def test_a_child_that_will_not_end_is_killed(tmp_path):
    child = Child("stubborn", ["sh", "-c", "trap '' TERM; touch ready; while true; do sleep 1; done"])
    with Supervisor([child], tmp_path) as supervisor:
        supervisor.watch(until=lambda: (tmp_path / "ready").exists())
        asked = time.monotonic()
    assert child.process
    assert child.process.wait(1) == -signal.SIGKILL
    assert time.monotonic() - asked < 5


def test_a_killed_supervisor_leaves_no_orphans(tmp_path):
    program = f"""
from pathlib import Path
from apps.core.supervisor import Child, Supervisor
child = Child("sleeper", {SLEEPER!r})
with Supervisor([child], Path(".")) as supervisor:
    supervisor.watch(until=lambda: child.process)
    print(child.process.pid, flush=True)
    supervisor.watch()
"""
    supervisor = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert supervisor.stdout
    child = int(supervisor.stdout.readline())
    assert is_running(child)
    supervisor.kill()
    supervisor.wait()
    assert eventually(lambda: not is_running(child))


def test_a_child_is_as_nice_as_told(tmp_path):
    child = Child("nice", SLEEPER, niceness=7)
    with Supervisor([child], tmp_path) as supervisor:
        supervisor.watch(until=lambda: child.process)
        assert child.process
        assert os.getpriority(os.PRIO_PROCESS, child.process.pid) == os.getpriority(os.PRIO_PROCESS, 0) + 7
