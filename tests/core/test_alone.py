"""One process at a time, on either database."""

import threading
import time
from contextlib import ExitStack

import pytest
from django.db import OperationalError, connection

from apps.core.alone import alone

_END_THE_HOLDER = """
    SELECT pg_terminate_backend(pid) FROM pg_locks JOIN pg_database ON pg_database.oid = database
    WHERE locktype = 'advisory' AND datname = current_database() AND pid <> pg_backend_pid()
"""

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_second_one_waits_for_the_first_and_another_deed_does_not():
    order = []

    def wait_my_turn() -> None:
        with alone("count"):
            order.append("second")
        connection.close()

    with alone("count") as still_alone:
        second = threading.Thread(target=wait_my_turn)
        second.start()
        with alone("something else"):
            time.sleep(0.5)
        still_alone()
        order.append("first")
    second.join(30)
    assert order == ["first", "second"]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="The lock of a folder cannot be lost.")
def test_whoever_lost_the_place_is_told():
    place = ExitStack()
    still_alone = place.enter_context(alone("count"))
    still_alone()
    with connection.cursor() as cursor:
        cursor.execute(_END_THE_HOLDER)
    with pytest.raises(OperationalError):
        still_alone()
    with pytest.raises(OperationalError):
        place.close()
