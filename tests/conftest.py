"""The cast. **alice** hosts and posts, **bob** follows alice, **charlie** is a stranger, **dave** is invited,
**mallory** is blocked by alice, **mod** is staff."""

import json
from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from apps.accounts.models import User
from apps.realtime.doors import door
from tests import factories, tools
from tests.nudges import Nudge, overheard

_CLOSE_OTHERS = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


def pytest_runtest_setup(item: pytest.Item) -> None:
    """`make test` sees to it that they are there, or says loudly that they are not."""
    missing = tools.missing_servers() if item.get_closest_marker("production") else []
    if missing:
        pytest.skip(f"needs {' and '.join(missing)}")


@pytest.fixture
def unhurried(settings) -> None:
    """Nobody is told that they are too fast."""
    settings.LIMITS = dict.fromkeys(settings.LIMITS, 1_000_000)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Tests do without the pool of connections: the threads they leave behind would never give theirs back."""
    connection.settings_dict["OPTIONS"].pop("pool", None)


def _without_guards(sql_flush: Callable[..., list[str]]) -> Callable[..., list[str]]:
    """The same statements, without triggers while they run."""

    def flush(*args: object, **options: object) -> list[str]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'log_refuses_%'")
            guards = cursor.fetchall()
        return [*(f"DROP TRIGGER {name}" for name, _sql in guards), *sql_flush(*args, **options), *(sql for _name, sql in guards)]

    return flush


def _of_the_filled(sql_flush: Callable[..., list[str]]) -> Callable[..., list[str]]:
    """Statements that empty the tables that hold something, and leave alone what guards them."""

    def flush(style: object, tables: list[str], **options: object) -> list[str]:
        looks = " UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT FROM \"{table}\")" for table in tables)  # noqa: S608
        with connection.cursor() as cursor:
            cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
            if cursor.fetchone() != (True,):
                return sql_flush(style, tables, **options)
            cursor.execute(looks)
            filled = [table for (table,) in cursor.fetchall()]
        return ["SET LOCAL session_replication_role = replica", *(f'DELETE FROM "{table}"' for table in filled)]  # noqa: S608

    return flush


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """PostgreSQL drops no database that somebody uses: what threads of tests left open is closed first.

    SQLite empties tables by deleting rows, which the moderators' log refuses: there the guards step aside between tests. PostgreSQL would
    truncate a hundred tables after every test that filled ten of them, which takes longer than most of these tests.
    """
    emptying = {"sqlite": _without_guards, "postgresql": _of_the_filled}[connection.vendor]
    connection.ops.sql_flush = emptying(connection.ops.sql_flush)
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(_CLOSE_OTHERS)


@pytest.fixture(autouse=True)
def plain_static_files(settings):
    """Pages are tested without collected, hashed files."""
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}


@pytest.fixture(autouse=True)
def cheap_passwords(settings):
    """Argon2 is slow on purpose."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def shut_door() -> Iterator[None]:
    """A door that the loop of an earlier test left open would fill up and make every sender wait."""
    yield
    door.close()


@pytest.fixture
def nudges() -> Iterator[Callable[[], list[Nudge]]]:
    """What came through the door since it was last asked."""
    with overheard() as messages:
        yield lambda: [(nudge["topic"], nudge["event"], nudge["data"]) for nudge in map(json.loads, messages())]


@pytest.fixture
def alice(db) -> User:
    return factories.person("alice")


@pytest.fixture
def bob(db, alice) -> User:
    bob = factories.person("bob")
    factories.follow(bob, alice)
    return bob


@pytest.fixture
def charlie(db) -> User:
    return factories.person("charlie")


@pytest.fixture
def dave(db) -> User:
    return factories.person("dave")


@pytest.fixture
def mallory(db, alice) -> User:
    mallory = factories.person("mallory")
    factories.block(alice, mallory)
    return mallory


@pytest.fixture
def mod(db) -> User:
    return factories.person("mod", is_staff=True)
