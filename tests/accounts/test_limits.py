"""Tries: N are answered, the next is not; on the right key, and no success takes any back."""

import pytest
from django.test import Client

from apps.accounts import tasks
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def mail_works(settings, monkeypatch):
    settings.SENDS_MAIL = True
    monkeypatch.setattr(tasks.send_reset_letters, "delay", lambda address: None)


def is_refused(answer) -> bool:
    return answer.status_code == 429 or b"Too many tries" in answer.content


def tries(count, url, data, *, from_where=lambda i: "192.0.2.1", client=None):
    """Whether each of so many was refused."""
    client = client or Client()
    return [is_refused(client.post(url, data(i), REMOTE_ADDR=from_where(i))) for i in range(count)]


def elsewhere(i) -> str:
    return f"198.51.100.{i}"


LIMITS = {
    "an address tries log-ins": ("/accounts/login/", 25, lambda i: {"login": f"nobody{i}", "password": "x"}, None),
    "an account is tried": ("/accounts/login/", 25, lambda i: {"login": "Alice", "password": "x"}, elsewhere),
    "an address signs up": ("/accounts/signup/", 25, lambda i: {"username": f"new{i}", "name": "New", "password1": "x"}, None),
    "an address asks for new passwords": ("/accounts/password/reset/", 25, lambda i: {"email": f"n{i}@example.org"}, None),
    "new passwords for one address": ("/accounts/password/reset/", 5, lambda i: {"email": "a@example.org"}, elsewhere),
}


@pytest.mark.parametrize("what", LIMITS)
def test_limits(alice, what):
    url, most, data, from_where = LIMITS[what]
    found = tries(most + 1, url, data, from_where=from_where or (lambda i: "192.0.2.1"))
    assert found == [False] * most + [True]
    is_by_visitor = from_where is None
    assert tries(1, url, data, from_where=lambda i: "203.0.113.9") == [not is_by_visitor]


def test_a_success_gives_no_tries_back(alice):
    def wrong(count):
        return tries(count, "/accounts/login/", lambda i: {"login": "alice", "password": "x"}, from_where=elsewhere)

    assert True not in wrong(24)
    Client().post("/accounts/login/", {"login": "alice", "password": PASSWORD}, REMOTE_ADDR="203.0.113.7")
    assert wrong(2) == [False, True]


def test_passwords_are_changed_ten_times_in_ten_minutes(client, alice):
    client.force_login(alice)
    wrong = {"oldpassword": "x", "password1": "y"}
    assert tries(11, "/accounts/password/change/", lambda i: wrong, client=client) == [False] * 10 + [True]
