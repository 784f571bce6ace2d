"""Databases of one's own, on the PostgreSQL and the Redis that the environment names: one for every site and every worker."""

import atexit
import contextlib
import hashlib
import os
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

_FIRST_REDIS_OF_SITES = 100  # those below are for the workers of pytest


def of_site(folder: Path) -> dict[str, str]:
    """DATABASE_URL and REDIS_URL of the site that lives in `folder`: empty, then the same as long as this process runs."""
    return dict(_of_site(str(folder)))


def settle_worker(number: int) -> None:
    """Gives the pytest worker `number` a Redis database; pytest-django gives it one of PostgreSQL."""
    if os.environ["REDIS_URL"]:
        os.environ["REDIS_URL"] = with_path(os.environ["REDIS_URL"], number + 1)


@cache
def _of_site(folder: str) -> tuple[tuple[str, str], ...]:
    postgres, redis = os.environ.get("DATABASE_URL", ""), os.environ.get("REDIS_URL", "")
    name = f"site_{hashlib.sha256(folder.encode()).hexdigest()[:16]}"
    return (
        ("DATABASE_URL", _fresh_postgres(postgres, name) if postgres else ""),
        ("REDIS_URL", _fresh_redis(redis) if redis else ""),
    )


def _fresh_postgres(server: str, name: str) -> str:
    tell_postgres(server, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    tell_postgres(server, f'CREATE DATABASE "{name}"')
    atexit.register(_forget_postgres, server, name)
    return with_path(server, name)


def tell_postgres(server: str, command: str) -> list[tuple[object, ...]]:
    """What it answers."""
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        answer = connection.execute(command.encode())
        return answer.fetchall() if answer.description else []


def _forget_postgres(server: str, name: str) -> None:
    import psycopg

    with contextlib.suppress(psycopg.OperationalError):  # the server may be gone already
        tell_postgres(server, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _fresh_redis(server: str) -> str:
    import redis

    with redis.Redis.from_url(with_path(server, 0)) as client:
        most = int(client.config_get("databases")["databases"])
        taken = int(client.incr("linnet-tests:sites"))
        number = _FIRST_REDIS_OF_SITES + taken % (most - _FIRST_REDIS_OF_SITES)
    url = with_path(server, number)
    with redis.Redis.from_url(url) as client:
        client.flushdb()
    return url


def with_path(url: str, path: object) -> str:
    """The address of another database of the same server."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{path}"))
