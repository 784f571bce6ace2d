"""`make test`: every test there is. Installs what is missing where it may, and says at the end what it had to leave out."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests import tools

IN_CI = bool(os.environ.get("CI"))


class LeftOut(Exception):
    """A part cannot run on this machine; the text says what to install."""


def python_tests() -> list[str]:
    return [sys.executable, "-m", "pytest", "-n", "auto", "--dist", "loadgroup", "-m", "not browser"]


def script_tests() -> list[str]:
    node = tools.node()
    if not node:
        raise LeftOut("install Node.js 20 or newer")
    return [node, "--test", "--test-reporter=spec", *map(str, sorted(Path("tests/js").rglob("*.test.js")))]


def browser_tests() -> list[str]:
    if not tools.chromium(install=True):
        raise LeftOut("install Chromium (Debian: apt-get install chromium), or name one with CHROMIUM=/path/to/it")
    return [sys.executable, "-m", "pytest", "-m", "browser", "tests/e2e"]


PARTS: dict[str, Callable[[], list[str]]] = {
    "Python tests": python_tests,
    "Script tests": script_tests,
    "Browser tests": browser_tests,
}


def main() -> int:
    failed, left_out = [], []
    for name, command in PARTS.items():
        print(f"\n==== {name} ====", flush=True)
        try:
            if subprocess.run(command()).returncode:
                failed.append(name)
        except LeftOut as reason:
            left_out.append(f"{name}: {reason}")
    return report(failed, left_out)


def report(failed: list[str], left_out: list[str]) -> int:
    """Says what failed or was left out, and answers with the exit code."""
    for name in failed:
        print(f"\n!!!! {name} FAILED", flush=True)
    for line in left_out:
        print(f"\n!!!! LEFT OUT. {line}", flush=True)
    return 1 if failed or (left_out and IN_CI) else 0


if __name__ == "__main__":
    sys.exit(main())
