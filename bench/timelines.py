"""What people read and write among 20,000 people and 1,000,000 Tweets: every figure, on each of the two databases.

python -m bench.timelines [people tweets]     fresh sites, each filled by `manage.py seed` (minutes); needs PostgreSQL's programs
python -m bench.timelines here [measure …]    the site of DATA_DIR or DATABASE_URL, filled before; it is posted to
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.site import ROOT

PEOPLE, TWEETS = 20_000, 1_000_000
MEASURES = ("home", "whole", "posting", "search", "others")


def measure(database: str, people: int = PEOPLE, tweets: int = TWEETS) -> dict[str, Any]:
    """All of them on a new site on "sqlite" or "postgresql"."""
    with _site(database) as environment:
        _run(environment, "manage.py", "migrate", "--verbosity", "0")
        began = time.monotonic()
        _run(environment, "manage.py", "seed", "--people", str(people), "--tweets", str(tweets), "--random", "1")
        return {"database": database, "seeded, s": time.monotonic() - began, **_measured(environment, MEASURES)}


def _measured(environment: dict[str, str], measures: tuple[str, ...] | list[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in measures:
        for row, value in json.loads(_run(environment, "-m", "bench.readers", name)).items():
            found[f"{name}: {row}"] = value
    return found


def _run(environment: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env={**os.environ, **environment}, stdout=subprocess.PIPE, text=True
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(arguments)} failed.")
    return done.stdout


@contextmanager
def _site(database: str) -> Iterator[dict[str, str]]:
    from tests import servers

    with tempfile.TemporaryDirectory(prefix="linnet-bench-", ignore_cleanup_errors=True) as folder:
        Path(folder, "static").mkdir()  # the middleware of static files warns without it
        if database == "postgresql":
            with servers.postgres() as server:
                yield {"DATA_DIR": folder, "DATABASE_URL": server.url, "REDIS_URL": ""}
        else:
            yield {"DATA_DIR": folder, "DATABASE_URL": "", "REDIS_URL": ""}


def main(arguments: list[str]) -> None:
    from bench.run import print_table

    if arguments[:1] == ["here"]:
        print_table([_measured({}, arguments[1:] or MEASURES)])
    else:
        size = [int(argument) for argument in arguments]
        print_table([measure(database, *size) for database in ("sqlite", "postgresql")])


if __name__ == "__main__":
    main(sys.argv[1:])
