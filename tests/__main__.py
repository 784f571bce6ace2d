"""`make test`: every test there is, on both profiles. Installs what is missing where it may, and says at the end what it left out."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests import servers, tools

IN_CI = bool(os.environ.get("CI"))

Environment = dict[str, str]
EMBEDDED: Environment = {"DATABASE_URL": "", "REDIS_URL": ""}


class LeftOut(Exception):
    """A part cannot run on this machine; the text says what to install."""


@contextmanager
def production() -> Iterator[Environment]:
    """A PostgreSQL and a Redis for as long as the block lasts, and the variables that name them."""
    with ExitStack() as stack:
        missing = tools.missing_servers(install=True)
        if missing:
            raise LeftOut(f"install {' and '.join(missing)} (Debian: apt-get install postgresql redis-server nginx)")
        postgres, redis = stack.enter_context(servers.postgres()), stack.enter_context(servers.redis())
        yield {"DATABASE_URL": postgres.url, "REDIS_URL": redis.url}


def python_tests(environment: Environment) -> bool:
    # What touches no database is the same on both profiles, and what starts servers of its own is run beside them.
    which = "not browser and not pure" if environment["DATABASE_URL"] else "not browser and not production"
    return run([sys.executable, "-m", "pytest", "-n", "auto", "--dist", "loadgroup", "-m", which], environment)


def script_tests(environment: Environment) -> bool:
    node = tools.node()
    if not node:
        raise LeftOut("install Node.js 20 or newer")
    return run([node, "--test", "--test-reporter=spec", *map(str, sorted(Path("tests/js").rglob("*.test.js")))], environment)


def browser_tests(environment: Environment) -> bool:
    if not tools.chromium(install=True):
        raise LeftOut("install Chromium (Debian: apt-get install chromium), or name one with CHROMIUM=/path/to/it")
    # What pages look like, and what the tests' own ears hear, is the same on both profiles.
    which = "browser and not pure" if environment["DATABASE_URL"] else "browser"
    pytest = [sys.executable, "-m", "pytest", "--durations", "20", "tests/e2e", "-m"]  # they take most of the time: say which
    together = run([*pytest, f"{which} and not alone", "-n", "2"], environment)
    alone = run([*pytest, f"{which} and alone"], environment)
    return together and alone


def run(command: list[str], environment: Environment) -> bool:
    """Whether `command` succeeded."""
    return subprocess.run(command, env={**os.environ, **environment}).returncode == 0


def in_production(tests: Callable[[Environment], bool]) -> Callable[[Environment], bool]:
    def on_servers_of_their_own(_embedded: Environment) -> bool:
        with production() as environment:
            return tests(environment)

    return on_servers_of_their_own


PARTS: dict[str, Callable[[Environment], bool]] = {
    "Script tests": script_tests,
    "Python tests, embedded": python_tests,
    "Python tests, PostgreSQL and Redis": in_production(python_tests),
    "Browser tests, embedded": browser_tests,
    "Browser tests, PostgreSQL and Redis": in_production(browser_tests),
}


def main() -> int:
    failed, left_out = [], []
    for name, part in PARTS.items():
        print(f"\n==== {name} ====", flush=True)
        began = time.monotonic()
        try:
            if not part(EMBEDDED):
                failed.append(name)
        except LeftOut as reason:
            left_out.append(f"{name}: {reason}")
        print(f"---- {name}: {time.monotonic() - began:.0f} s", flush=True)
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
