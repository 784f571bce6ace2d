"""DATABASE_URL and REDIS_URL, read and checked. What is said about a wrong one never repeats its password."""

from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured


def postgres_at(url: str, *, most_connections: int) -> dict[str, Any]:
    """The entry of DATABASES for `postgres://user:password@host:5432/name`; its query parameters are libpq's."""
    if urlsplit(url).scheme not in ("postgres", "postgresql"):
        raise ImproperlyConfigured("DATABASE_URL must begin with postgres://. Leave it out for SQLite in DATA_DIR.")
    try:
        database = environ.Env.db_url_config(url)
    except ValueError:
        raise ImproperlyConfigured("DATABASE_URL cannot be read: postgres://user:password@host:5432/name is expected.") from None
    if not database["NAME"]:
        raise ImproperlyConfigured("DATABASE_URL names no database: postgres://user:password@host:5432/name is expected.")
    reach = {"connect_timeout": 5, "tcp_user_timeout": 10_000}  # seconds, and milliseconds: a server that went silent is given up
    pool = {
        "min_size": 1,
        "max_size": most_connections,
        "timeout": 5,  # seconds a request waits for a connection before it is answered that Linnet is busy
        "max_waiting": 200,  # and who comes when so many wait is answered at once
        "reconnect_timeout": 10,
    }
    # Of more joined tables than these PostgreSQL tries out no order but ours, which is good: for a page of a few rows it would try for
    # longer than it reads (docs/benchmarks.md).
    plans = {"options": "-c join_collapse_limit=4"}
    options = {**reach, **plans, **database.get("OPTIONS", {}), "pool": pool}
    # Under ASGI a connection kept by a thread is a connection lost; the pool keeps them, and looks whether they still work.
    return {**database, "OPTIONS": options, "CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": True}


def redis_at(url: str) -> str:
    """`redis://:password@host:6379/0` as it was given, once it is sure to be one."""
    try:
        parts = urlsplit(url)
        is_one = parts.scheme in ("redis", "rediss") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_one = False
    if not is_one:
        raise ImproperlyConfigured("REDIS_URL must look like redis://:password@host:6379/0. Leave it out to run on one machine.")
    if not (parts.path.strip("/") or "0").isdecimal():
        raise ImproperlyConfigured("REDIS_URL ends with the number of the database, such as /0; every site has one to itself.")
    return url
