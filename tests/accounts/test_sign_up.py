"""Handle, name, password: nothing else is asked."""

import pytest

from apps.accounts.models import User

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


def sign_up(client, **changes):
    fields = {"username": "alice", "name": "Alice Marlow", "password1": PASSWORD, **changes}
    return client.post("/accounts/signup/", fields)


def test_alice_signs_up_and_is_home(client):
    response = sign_up(client)
    assert (response.status_code, response.url) == (302, "/")
    assert User.objects.get().name == "Alice Marlow"
    assert client.get("/").context["user"].handle == "alice"


def test_she_goes_on_to_where_she_was(client):
    assert sign_up(client, next="/@bob/").url == "/@bob/"


def test_but_not_to_another_site(client):
    assert sign_up(client, next="https://evil.example/").url == "/"


def test_a_handle_pasted_with_its_sign_is_understood(client):
    sign_up(client, username=" @Alice_1 ")
    assert User.objects.get().handle == "Alice_1"


@pytest.mark.parametrize(
    "handle", ["", "a", "a" * 16, "al ice", "al-ice", "älice", "ali\nce", "alice\0", "<b>", "al\u202eice", "@@alice", "١٢٣"]
)
def test_a_handle_of_the_wrong_shape_is_refused(client, handle):
    response = sign_up(client, username=handle)
    assert response.status_code == 200
    assert response.context["form"].errors["username"]
    assert not User.objects.exists()


@pytest.mark.parametrize("taken", ["alice", "ALICE", "@Alice"])
def test_a_handle_is_taken_whatever_its_case(client, alice, taken):
    response = sign_up(client, username=taken)
    assert "Somebody has this handle already." in response.content.decode()
    assert User.objects.count() == 1


def test_two_who_want_a_handle_at_once_are_told_apart(client, alice, monkeypatch):
    monkeypatch.setattr("apps.accounts.adapter.AccountAdapter.clean_username", lambda self, handle, shallow=False: handle)
    response = sign_up(client)
    assert response.status_code == 422
    assert "Somebody took that handle" in response.content.decode()


@pytest.mark.parametrize("name", ["", "   ", "\u200b\u200d", "\u202e\u2066", "x" * 51])
def test_a_name_must_be_seen_and_fit(client, name):
    assert sign_up(client, name=name).context["form"].errors["name"]
    assert not User.objects.exists()


def test_a_name_is_kept_on_one_line_and_without_direction_tricks(client):
    sign_up(client, name="  Alice\n \u202e Marlow ")
    assert User.objects.get().name == "Alice Marlow"


def test_html_in_a_name_stays_words(client):
    sign_up(client, name="<b>Alice</b>")
    html = client.get("/@alice/").content.decode()
    assert "<b>Alice</b>" not in html
    assert "&lt;b&gt;Alice&lt;/b&gt;" in html


@pytest.mark.parametrize("password", ["", "short", "password", "alice_marlow", "\0" * 9])
def test_a_password_that_is_easily_guessed_is_refused(client, password):
    response = sign_up(client, username="alice_marlow", password1=password)
    assert response.context["form"].errors["password1"]


def test_the_page_is_there_and_sends_home_who_is_in(client, alice):
    assert client.get("/accounts/signup/").status_code == 200
    client.force_login(alice)
    assert client.get("/accounts/signup/").url == "/"
