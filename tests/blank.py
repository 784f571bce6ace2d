"""The tables of a site at which nobody lives yet: made once, then copied, which takes a tenth of the time that `migrate` does."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from tests import places

_BASE_DIR = Path(__file__).resolve().parent.parent
_KEPT = _BASE_DIR / "test-results" / "blank"
_FILE = "linnet.sqlite3"  # in DATA_DIR


def settle(folder: Path) -> None:
    """Gives the site in `folder` its tables, if it has none; `manage.py serve` finds nothing left to migrate."""
    url = places.of_site(folder)["DATABASE_URL"]
    if url and not places.tell_postgres(url, "SELECT tablename FROM pg_tables WHERE tablename = 'django_migrations'"):
        _renew_postgres(url, like=_blank_postgres(url))
    elif not url and not (folder / _FILE).exists():
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(_blank_file(), folder / _FILE)


def _blank_file() -> Path:
    """Where a blank database lies."""
    kept = _KEPT / f"{_version()}.sqlite3"
    with _one_at_a_time():
        if not kept.exists():
            with tempfile.TemporaryDirectory() as folder:
                _migrate(DATA_DIR=folder, DATABASE_URL="", REDIS_URL="")
                shutil.move(Path(folder, _FILE), kept)
    return kept


def _blank_postgres(url: str) -> str:
    """The name of a blank database of this server."""
    name, server = f"blank_{_version()}", places.with_path(url, "postgres")
    with _one_at_a_time():
        if not places.tell_postgres(server, f"SELECT datname FROM pg_database WHERE datname = '{name}'"):  # noqa: S608 — our own
            making = places.with_path(url, f"{name}_in_the_making")
            _renew_postgres(making, like="template0")
            with tempfile.TemporaryDirectory() as folder:
                _migrate(DATA_DIR=folder, DATABASE_URL=making, REDIS_URL="")
            places.tell_postgres(server, f'ALTER DATABASE "{name}_in_the_making" RENAME TO "{name}"')
    return name


def _renew_postgres(url: str, *, like: str) -> None:
    name, server = urlsplit(url).path[1:], places.with_path(url, "postgres")
    places.tell_postgres(server, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    places.tell_postgres(server, f'CREATE DATABASE "{name}" TEMPLATE "{like}"')


def _migrate(**environment: str) -> None:
    command = [sys.executable, str(_BASE_DIR / "manage.py"), "migrate", "--verbosity", "0"]
    subprocess.run(command, env={**os.environ, **environment}, check=True)


@cache
def _version() -> str:
    """Of all that makes the tables."""
    known = hashlib.sha256((_BASE_DIR / "requirements.txt").read_bytes())
    for migration in sorted(_BASE_DIR.glob("apps/*/migrations/*.py")):
        known.update(migration.read_bytes())
    return known.hexdigest()[:16]


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Among the workers of pytest."""
    _KEPT.mkdir(parents=True, exist_ok=True)
    with (_KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
