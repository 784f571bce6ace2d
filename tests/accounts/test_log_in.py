"""In, out, and the demo's printed password."""

import pytest
from django.utils import timezone

from tests.factories import PASSWORD, person

pytestmark = pytest.mark.django_db


def log_in(client, handle="alice", password=PASSWORD, **extra):
    return client.post("/accounts/login/", {"login": handle, "password": password}, **extra)


@pytest.mark.parametrize("handle", ["alice", "ALICE", " @Alice "])
def test_alice_logs_in_by_her_handle(client, alice, handle):
    assert log_in(client, handle).url == "/"


def test_she_goes_on_to_where_she_was(client, alice):
    response = client.post("/accounts/login/", {"login": "alice", "password": PASSWORD, "next": "/@bob/"})
    assert response.url == "/@bob/"


@pytest.mark.parametrize(
    ("handle", "password"),
    [("alice", "wrong"), ("nobody", PASSWORD), ("alice", ""), ("", PASSWORD), ("a" * 500, "x"), ("a\0b", "x")],
)
def test_a_wrong_pair_is_refused_in_one_sentence(client, alice, handle, password):
    response = log_in(client, handle, password)
    assert response.status_code == 200
    assert response.context["form"].errors
    assert "_auth_user_id" not in client.session


def test_a_closed_account_says_so(client, alice):
    alice.is_active = False
    alice.save()
    response = client.post("/accounts/login/", {"login": "alice", "password": PASSWORD}, follow=True)
    assert "This account is closed" in response.content.decode()


def test_a_demo_person_gets_in_on_this_machine(client, db):
    person("demo", seeded_at=timezone.now())
    assert log_in(client, "demo", HTTP_HOST="localhost").url == "/"


@pytest.mark.parametrize("elsewhere", [{"REMOTE_ADDR": "192.0.2.7"}, {"HTTP_X_FORWARDED_FOR": "192.0.2.7"}])
def test_a_demo_person_stays_out_elsewhere_and_is_told_why(client, db, elsewhere):
    person("demo", seeded_at=timezone.now())
    response = log_in(client, "demo", HTTP_HOST="localhost", **elsewhere)
    assert "This is a demo person" in response.content.decode()
    assert "_auth_user_id" not in client.session


def test_alice_logs_out(client, alice):
    client.force_login(alice)
    assert "Log out?" in client.get("/accounts/logout/").content.decode()
    assert client.post("/accounts/logout/").url == "/"
    assert "_auth_user_id" not in client.session


def test_logging_out_without_being_in_leads_home(client):
    assert client.get("/accounts/logout/").url == "/"


def test_the_admin_has_the_same_door(client, db):
    assert client.get("/admin/login/").url.startswith("/accounts/login/")
    admin = person("root", is_staff=True, is_superuser=True)
    client.force_login(admin)
    assert client.get("/admin/accounts/user/").status_code == 200
