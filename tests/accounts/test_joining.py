"""Who may join: everybody, whoever is approved, whoever holds a code."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from apps.accounts import joining
from apps.accounts.models import JoinCode, JoinRequest, SiteSettings, User
from tests.factories import PASSWORD, person
from tests.together import at_once

pytestmark = pytest.mark.django_db
FIELDS = {"username": "newcomer", "name": "New", "password1": PASSWORD}


def sign_up(client, **more):
    return client.post("/accounts/signup/", {**FIELDS, **more}, follow=True)


@pytest.fixture
def by_approval(db):
    SiteSettings.objects.create(pk=1, sign_up="approval")


@pytest.fixture
def by_invitation(settings):
    settings.SIGN_UP = "invitation"


def admin_of(person) -> Client:
    User.objects.filter(pk=person.pk).update(is_superuser=True)
    client = Client()
    client.force_login(person)
    return client


def act(client, model, action, row):
    return client.post(f"/admin/accounts/{model}/", {"action": action, "_selected_action": [row.pk]})


def test_whoever_asks_waits_and_is_not_in(client, by_approval):
    page = sign_up(client, reason="I sing in the harbour choir.")
    assert "Almost there" in page.content.decode()
    assert client.get("/settings/").status_code == 302
    again = client.post("/accounts/login/", {"login": "newcomer", "password": PASSWORD}, follow=True)
    assert "Almost there" in again.content.decode()
    assert "_auth_user_id" not in client.session


def test_a_reason_must_be_given_and_nothing_else_is_lost(client, by_approval):
    page = sign_up(client, reason=" ​ ")
    assert page.context["form"].errors["reason"]
    assert page.context["form"]["username"].value() == "newcomer"
    assert not User.objects.exists()


def test_mod_approves_in_the_admin(client, by_approval, mod):
    sign_up(client, reason="I sing.")
    act(admin_of(mod), "joinrequest", "approve", JoinRequest.objects.get())
    assert client.post("/accounts/login/", {"login": "newcomer", "password": PASSWORD}).url == "/"
    assert JoinRequest.objects.get().approved_by == mod


def test_mod_declines_and_nothing_is_left(client, by_approval, mod):
    sign_up(client, reason="Buy now.")
    act(admin_of(mod), "joinrequest", "decline", JoinRequest.objects.get())
    assert not User.objects.filter(handle="newcomer").exists()


def test_mod_suspends_in_the_admin(alice, mod):
    act(admin_of(mod), "user", "suspend", alice)
    alice.refresh_from_db()
    assert (alice.is_active, bool(alice.suspended_at), alice.access_epoch) == (False, True, 1)


def test_a_code_lets_in_as_many_as_it_is_for(client, by_invitation):
    code = JoinCode.objects.create(most_uses=1)
    assert sign_up(client, code=code.code).redirect_chain[-1][0] == "/"
    late = sign_up(Client(), username="late", code=code.code)
    assert late.context["form"].errors["code"]


@pytest.mark.parametrize(
    "change", [{"expires_at": timezone.now() - timedelta(1)}, {"revoked_at": timezone.now()}, {"code": "other"}]
)
def test_a_code_that_works_no_more_reads_as_one_that_never_was(client, by_invitation, change):
    JoinCode.objects.create(**{"code": "sesame", **change})
    page = sign_up(client, code="sesame")
    assert page.context["form"].errors["code"] == [str(joining.unknown_code().text)]
    assert not User.objects.exists()


def test_mod_makes_a_code_in_the_admin(mod):
    client = admin_of(mod)
    client.post("/admin/accounts/joincode/add/", {"code": "for-dave", "note": "Dave", "most_uses": 3})
    assert JoinCode.objects.get().made_by == mod


def test_mod_chooses_who_may_join(mod, settings):
    client = admin_of(mod)
    client.post("/admin/accounts/sitesettings/add/", {"sign_up": "invitation"})
    assert joining.sign_up() == "invitation"
    assert client.get("/admin/accounts/sitesettings/add/").status_code == 403


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_have_one_winner(db):
    code = JoinCode.objects.create(most_uses=1)
    people = [person(f"p{i}") for i in range(20)]
    found = at_once(lambda who=who: joining.join_by_code(person=who, code=code.code) for who in people)
    assert sorted(found) == ["code_unknown"] * 19 + ["done"]
    code.refresh_from_db()
    assert code.used_count == code.uses.count() == 1


# ---- without a password ----------------------------------------------------------------------------------------------


def sign_up_by_passkey(client):
    return client.post("/accounts/signup/passkey/", {"username": "keyholder", "name": "Key"})


def test_without_the_passkey_nobody_is_in(client):
    """Making it is tried in a real browser (tests/e2e/test_passkeys.py)."""
    assert sign_up_by_passkey(client).url == "/accounts/signup/passkey/make/"
    assert not User.objects.get(handle="keyholder").has_usable_password()
    assert client.get("/settings/").status_code == 302
    answer = client.post("/accounts/signup/passkey/make/", {"name": "", "credential": '{"id": "made up"}'})
    assert answer.status_code == 200
    assert "_auth_user_id" not in client.session


def test_an_account_whose_passkey_never_came_is_nobodys_again(client):
    sign_up_by_passkey(client)
    joining.sweep_unfinished()
    assert User.objects.filter(handle="keyholder").exists(), "There is an hour to find the key."
    User.objects.update(passkey_awaited_at=timezone.now() - joining.PASSKEY_TAKES - timedelta(seconds=1))
    assert joining.sweep_unfinished() == 1
    assert not User.objects.filter(handle="keyholder").exists()


def test_who_made_a_passkey_stays(bob):
    joining.await_passkey(person=bob)
    joining.passkey_made(person=bob)
    User.objects.update(joined_at=timezone.now() - timedelta(days=9))
    assert joining.sweep_unfinished() == 0


def test_where_newcomers_are_approved_there_is_no_way_by_passkey(client, by_approval):
    assert client.get("/accounts/signup/passkey/").url == "/accounts/signup/"
    assert "passkey" not in client.get("/accounts/signup/").content.decode()
