"""One process at a time, of all that a site has on all its machines."""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection, connections

_LINNET = 0x11_77_E7  # the first half of our advisory locks' names, in case others use the database too

Check = Callable[[], None]


def alone(deed: str) -> AbstractContextManager[Check]:
    """Waits until no other process is in a block for the same `deed`.

    Gives a function that raises OperationalError if the place was lost meanwhile, as when PostgreSQL was restarted.
    """
    return _alone_in_database(deed) if connection.vendor == "postgresql" else _alone_in_folder(deed)


@contextmanager
def _alone_in_database(deed: str) -> Iterator[Check]:
    held = connections.create_connection(DEFAULT_DB_ALIAS)

    def tell(command: str) -> None:
        with held.cursor() as cursor:
            cursor.execute(command, [_LINNET, deed])

    try:
        tell("SELECT pg_advisory_lock(%s, hashtext(%s))")
        yield lambda: tell("SELECT %s, %s")  # the lock lives exactly as long as its connection
        tell("SELECT pg_advisory_unlock(%s, hashtext(%s))")  # the pool lends the connection to others
    finally:
        held.close()


@contextmanager
def _alone_in_folder(deed: str) -> Iterator[Check]:
    with (settings.DATA_DIR / f"{deed}.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield lambda: None
