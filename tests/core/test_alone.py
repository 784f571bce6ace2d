"""One process at a time, on either database."""

import threading
import time

import pytest
from django.db import OperationalError, connection

from apps.core.alone import alone

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
    with pytest.raises(OperationalError), alone("count") as still_alone:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND pid <> pg_backend_pid()"
                " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            )
        still_alone()
