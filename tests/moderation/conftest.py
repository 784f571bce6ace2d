import pytest
from django.db import connection


@pytest.fixture
def mod(db):
    """Staff who may moderate."""
    from tests.moderation.scenes import moderator

    return moderator("mod")


@pytest.fixture
def max_mod(db):
    """A second moderator."""
    from tests.moderation.scenes import moderator

    return moderator("max")


@pytest.fixture
def flushable(transactional_db):
    """The database lets a test that commits be cleaned up after it: SQLite's flush deletes rows, which the log refuses."""
    yield
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'log_refuses_%'")
            triggers = cursor.fetchall()
            for name, _sql in triggers:
                cursor.execute(f"DROP TRIGGER {name}")
            cursor.execute("DELETE FROM moderation_logentry")
            for _name, sql in triggers:
                cursor.execute(sql)
