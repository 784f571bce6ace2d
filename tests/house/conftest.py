"""The house with people and things in it."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from apps.accounts.models import User
from apps.accounts.suspending import suspend
from tests.house.matrix import Things, everybody, everything

Cookies = dict[str, dict[str, str]]  # person → what their browser keeps


@pytest.fixture(scope="module")
def house(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[Cookies, Things]]:
    """People signed in, and their things: made once, for every question changes nothing."""
    with django_db_blocker.unblock(), transaction.atomic():
        people = everybody()
        things = everything(people)
        yield {who: _signed_in(person) for who, person in people.items()}, things
        transaction.set_rollback(True)


def _signed_in(person: User | None) -> dict[str, str]:
    client = Client()
    if person:
        client.force_login(person)
    if person and person.handle == "sybil":
        suspend(person=person)
    return {name: cookie.value for name, cookie in client.cookies.items()}
