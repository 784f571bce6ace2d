"""An address: proved by a letter, good for a log-in and a new password, and never a way to learn who is here."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import hashers
from django.core import mail
from django.utils import timezone

from apps.accounts import tasks
from tests.factories import PASSWORD, person

pytestmark = pytest.mark.django_db
ADDRESS = "alice@example.org"
NEW_PASSWORD = "another horse battery"


@pytest.fixture(autouse=True)
def post_office(settings, monkeypatch):
    """Letters are written at once."""
    settings.SENDS_MAIL = True
    for task in (tasks.deliver, tasks.send_reset_letters):
        monkeypatch.setattr(task, "delay", task.run)


@pytest.fixture
def send(client, django_capture_on_commit_callbacks):
    def post(url, data):
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(url, data)

    return post


def proved(person, address=ADDRESS) -> None:
    EmailAddress.objects.create(user=person, email=address, verified=True, primary=True)


def link_in(letter) -> str:
    return re.search(r"http\S+?(/accounts/\S+)", letter.body)[1]


def test_alice_adds_an_address_and_proves_it(client, send, alice):
    client.post("/accounts/login/", {"login": "alice", "password": PASSWORD})
    assert send("/accounts/email/", {"action_add": "", "email": ADDRESS}).url.startswith("/accounts/reauthenticate/")
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    send("/accounts/email/", {"action_add": "", "email": ADDRESS})
    assert "Not proved yet" in client.get("/accounts/email/").content.decode()
    link = link_in(mail.outbox[0])
    assert "Is this you?" in client.get(link).content.decode()
    assert client.post(link).url == "/accounts/email/"
    assert ADDRESS in client.get("/settings/account/").content.decode()


def test_somebody_logs_in_by_address(client, alice):
    proved(alice)
    assert client.post("/accounts/login/", {"login": "Alice@Example.org", "password": PASSWORD}).url == "/"


def test_a_new_password_by_letter_ends_every_log_in(client, send, alice):
    proved(alice)
    elsewhere = type(client)()
    elsewhere.post("/accounts/login/", {"login": "alice", "password": PASSWORD})
    assert send("/accounts/password/reset/", {"email": ADDRESS}).url == "/accounts/password/reset/done/"
    form = client.get(link_in(mail.outbox[0]), follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": NEW_PASSWORD})
    alice.refresh_from_db()
    assert alice.check_password(NEW_PASSWORD)
    assert elsewhere.get("/settings/").status_code == 302
    assert "too old" in client.get(link_in(mail.outbox[0]), follow=True).content.decode()


def test_reset_says_the_same_to_everybody_and_asks_nobody(client, send, alice, django_assert_num_queries):
    proved(alice)
    answers = []
    for address in (ADDRESS, "nobody@example.org"):
        with django_assert_num_queries(0):
            answer = client.post("/accounts/password/reset/", {"email": address})
        answers.append((answer.status_code, answer.url, client.get(answer.url).content))
    assert answers[0] == answers[1]


def test_only_a_proved_address_gets_a_letter(send, alice, bob):
    EmailAddress.objects.create(user=bob, email=ADDRESS, verified=False)
    send("/accounts/password/reset/", {"email": ADDRESS})
    send("/accounts/password/reset/", {"email": "nobody@example.org"})
    assert mail.outbox == []


def test_an_address_that_is_anothers_is_not_told(client, send, alice, bob):
    proved(alice)
    client.force_login(bob)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = send("/accounts/email/", {"action_add": "", "email": ADDRESS})
    assert page.status_code == 302
    assert "taken" in client.get(link_in(mail.outbox[0])).content.decode()
    client.post(link_in(mail.outbox[0]))
    assert not EmailAddress.objects.filter(user=bob, verified=True).exists()


@pytest.mark.parametrize("name", ["alice", ADDRESS, "nobody", "nobody@example.org", "closed"])
def test_every_refused_log_in_costs_one_hash_and_reads_the_same(client, alice, monkeypatch, name):
    proved(alice)
    person("closed", is_active=False)
    hashes = []
    encode = hashers.MD5PasswordHasher.encode
    monkeypatch.setattr(hashers.MD5PasswordHasher, "encode", lambda *args, **kwargs: hashes.append(1) or encode(*args, **kwargs))
    answer = client.post("/accounts/login/", {"login": name, "password": "wrong"})
    assert hashes == [1]
    assert "This name and this password do not belong together." in answer.content.decode()


@pytest.mark.parametrize("page", ["/accounts/email/", "/accounts/password/reset/"])
def test_without_mail_the_pages_say_so(client, send, alice, settings, page):
    settings.SENDS_MAIL = False
    client.force_login(alice)
    assert "t send mail" in client.get(page).content.decode()
    send(page, {"action_add": "", "email": ADDRESS})
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("shut", "letters"), [({"closed_at": timezone.now()}, 1), ({"suspended_at": timezone.now()}, 0), ({}, 0)]
)
def test_of_those_who_are_out_only_whoever_may_come_back_gets_a_letter(send, shut, letters):
    proved(person("gone", is_active=False, **shut))
    send("/accounts/password/reset/", {"email": ADDRESS})
    assert len(mail.outbox) == letters
