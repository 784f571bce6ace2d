"""Who proved who they are and is not in yet, while everything they proved is ended."""

import time
from datetime import timedelta
from urllib.parse import unquote

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from apps.accounts import closing, joining, suspending
from apps.accounts.models import JoinCode, User
from apps.accounts.revoking import Reason, revoke
from tests.accounts.test_second_step import log_in, switch_on
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def codes(client, alice) -> list[str]:
    """Alice's recovery codes. She is logged out."""
    client.post("/accounts/login/", {"login": "alice", "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return switch_on(client)[1]


def is_in(client) -> bool:
    return client.get("/settings/").status_code == 200


def test_a_password_proved_before_all_log_ins_were_ended_leads_to_no_second_step(client, alice, codes):
    assert log_in(client).url == "/accounts/2fa/authenticate/"
    revoke(person=alice, reason=Reason.LOGGED_OUT)
    assert client.post("/accounts/2fa/authenticate/", {"code": codes[0]}).url == "/accounts/login/"
    assert not is_in(client)


def test_who_is_suspended_between_two_steps_stays_out_also_once_reinstated(client, alice, codes):
    log_in(client)
    suspending.suspend(person=alice)
    client.post("/accounts/2fa/authenticate/", {"code": codes[0]})
    suspending.reinstate(person=alice)
    assert not is_in(client)


def test_a_closed_account_opens_after_the_second_step_and_not_before(client, alice, codes):
    closing.close_account(person=alice)
    log_in(client)
    assert client.post("/accounts/come-back/").url == "/accounts/2fa/authenticate/"
    assert client.get("/@alice/").status_code == 404
    assert client.post("/accounts/2fa/authenticate/", {"code": codes[0]}).url == "/"
    assert is_in(client)


def test_who_may_come_back_may_not_after_everything_was_ended(client, alice):
    closing.close_account(person=alice)
    client.post("/accounts/login/", {"login": "alice", "password": PASSWORD})
    revoke(person=alice, reason=Reason.PASSWORD_CHANGED)
    assert client.post("/accounts/come-back/").url == "/accounts/login/"


def test_notices_close_with_everything_else(client, alice):
    suspending.suspend(person=alice)
    client.post("/accounts/login/", {"login": "alice", "password": PASSWORD})
    assert client.get("/notices/").status_code == 200
    revoke(person=alice, reason=Reason.PASSWORD_CHANGED)
    assert client.get("/notices/").status_code == 404


def test_an_address_that_a_thief_added_is_never_proved(alice):
    EmailAddress.objects.create(user=alice, email="own@example.org", verified=True)
    EmailAddress.objects.create(user=alice, email="thief@example.org")
    revoke(person=alice, reason=Reason.PASSWORD_CHANGED)
    assert [address.email for address in EmailAddress.objects.filter(user=alice)] == ["own@example.org"]


def test_a_first_password_asks_for_the_passkey(bob):
    bob.set_unusable_password()
    bob.save()
    client = Client()
    client.force_login(bob)
    Authenticator.objects.create(user=bob, type=Authenticator.Type.WEBAUTHN, data={"name": "Key", "credential": {}})
    for answer in (client.get("/accounts/password/set/"), client.post("/accounts/password/set/", {"password1": PASSWORD})):
        assert unquote(answer.url) == "/accounts/passkeys/reauthenticate/?next=/accounts/password/set/"


def test_an_unfinished_sign_up_gives_its_code_back(client, settings):
    settings.SIGN_UP = "invitation"
    code = JoinCode.objects.create()
    fields = {"username": "keyholder", "name": "Key", "code": code.code}
    assert client.post("/accounts/signup/passkey/", fields).url == "/accounts/signup/passkey/make/"
    User.objects.update(passkey_awaited_at=timezone.now() - joining.PASSKEY_TAKES - timedelta(seconds=1))
    joining.sweep_unfinished()
    assert JoinCode.objects.working().filter(pk=code.pk).exists()


def test_who_has_a_key_is_not_swept_away(bob):
    User.objects.filter(pk=bob.pk).update(passkey_awaited_at=timezone.now() - timedelta(days=1))
    Authenticator.objects.create(user=bob, type=Authenticator.Type.WEBAUTHN, data={})
    assert joining.sweep_unfinished() == 0


def test_who_waits_to_be_let_in_is_not_let_in_by_being_reinstated(bob):
    joining.ask_to_join(person=bob, reason="I sing.")
    suspending.suspend(person=bob)
    suspending.reinstate(person=bob)
    assert not bob.is_active


def test_who_has_no_password_closes_their_account_by_passkey(client, bob):
    bob.set_unusable_password()
    bob.save()
    client.force_login(bob)
    Authenticator.objects.create(user=bob, type=Authenticator.Type.WEBAUTHN, data={"name": "Key", "credential": {}})
    page = "/settings/account/close/"
    for answer in (client.get(page), client.post(page)):
        assert unquote(answer.url) == f"/accounts/passkeys/reauthenticate/?next={page}"
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "mfa", "type": "webauthn", "at": time.time(), "reauthenticated": True}
    ]
    session["account_authentication_methods_user"] = str(bob.pk)
    session.save()
    assert "Your password" not in client.get(page).content.decode()
    assert client.post(page).url == "/accounts/signed-out/?why=account_closed"
    bob.refresh_from_db()
    assert bob.closed_at
