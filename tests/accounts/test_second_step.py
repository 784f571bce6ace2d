"""Codes from an app and recovery codes. Passkeys are tried in a real browser (tests/e2e/test_passkeys.py)."""

from urllib.parse import unquote

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time

from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


@pytest.fixture
def as_alice(client, alice):
    client.post("/accounts/login/", {"login": "alice", "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def switch_on(client) -> tuple[str, list[str]]:
    secret = client.get("/accounts/2fa/app/").context["form"].secret
    answer = client.post("/accounts/2fa/app/", {"code": code_of(secret)})
    assert answer.url == "/accounts/2fa/codes/"
    codes = client.get("/accounts/2fa/codes/").context["unused_codes"]
    return secret, codes


def log_in(client):
    client.post("/accounts/logout/")
    return client.post("/accounts/login/", {"login": "alice", "password": PASSWORD})


def test_after_the_password_a_code_is_asked(as_alice, alice):
    _secret, codes = switch_on(as_alice)
    assert len(codes) == 10
    assert log_in(as_alice).url == "/accounts/2fa/authenticate/"
    assert as_alice.get("/settings/").status_code == 302
    assert as_alice.post("/accounts/2fa/authenticate/", {"code": "000000"}).context["form"].errors["code"]
    assert as_alice.post("/accounts/2fa/authenticate/", {"code": codes[0]}).url == "/"
    assert log_in(as_alice).url == "/accounts/2fa/authenticate/"
    assert as_alice.post("/accounts/2fa/authenticate/", {"code": codes[0]}).status_code == 200, "A recovery code works once."


def test_important_pages_ask_again(client, alice):
    client.post("/accounts/login/", {"login": "alice", "password": PASSWORD})
    for page in ("/accounts/2fa/app/", "/accounts/passkeys/add/"):
        assert unquote(client.get(page).url) == f"/accounts/reauthenticate/?next={page}"


def test_the_app_is_switched_off_again(as_alice, alice):
    switch_on(as_alice)
    assert as_alice.post("/accounts/2fa/app/off/").url == "/accounts/2fa/"
    assert not Authenticator.objects.filter(user=alice, type="totp").exists()


def test_the_pages_of_the_second_step_can_be_seen(as_alice, alice):
    for page in ("2fa/", "2fa/app/", "passkeys/", "passkeys/add/"):
        assert as_alice.get(f"/accounts/{page}").status_code == 200
    TOTP.activate(alice, "JBSWY3DPEHPK3PXP")
    for page in ("2fa/", "2fa/app/off/", "2fa/codes/new/", "2fa/reauthenticate/"):
        assert as_alice.get(f"/accounts/{page}").status_code == 200


def test_codes_can_be_tried_so_often(as_alice, alice):
    switch_on(as_alice)
    log_in(as_alice)
    answers = [as_alice.post("/accounts/2fa/authenticate/", {"code": "000000"}, REMOTE_ADDR=f"192.0.2.{i}") for i in range(26)]
    said = ["Too many tries" in str(answer.context["form"].errors) for answer in answers]
    assert said == [False] * 25 + [True]


def test_the_passkeys_of_others_are_as_if_they_were_not(as_alice, alice, bob):
    of_bob = Authenticator.objects.create(user=bob, type=Authenticator.Type.WEBAUTHN, data={"name": "Key", "credential": {}})
    for number in (of_bob.pk, 999_999):
        for page in ("name", "remove"):
            assert as_alice.get(f"/accounts/passkeys/{number}/{page}/").status_code == 404


NO_CREDENTIALS = [
    "",
    "x",
    "{}",
    "[]",
    "null",
    "7",
    '{"id": "a"}',
    '{"id": "YQ", "rawId": "YQ", "response": {}}',
    '{"id": 1, "rawId": [], "type": "public-key", "response": 2}',
]


@pytest.mark.parametrize("credential", NO_CREDENTIALS)
def test_what_is_no_passkey_opens_nothing(as_alice, client, credential):
    assert as_alice.post("/accounts/passkeys/add/", {"name": "", "credential": credential}).status_code == 200
    as_alice.post("/accounts/logout/")
    assert client.post("/accounts/passkeys/login/", {"credential": credential}).status_code in (200, 302)
    assert "_auth_user_id" not in client.session
    client.post("/accounts/signup/passkey/", {"username": "keyholder", "name": "Key"})
    assert client.post("/accounts/signup/passkey/make/", {"name": "", "credential": credential}).status_code == 200
    assert "_auth_user_id" not in client.session


def test_a_stolen_database_does_not_hold_the_secret(as_alice, alice, settings):
    secret, codes = switch_on(as_alice)
    kept = Authenticator.objects.get(user=alice, type="totp")
    assert secret not in str(kept.data)
    assert not any(code in str(Authenticator.objects.filter(user=alice).values_list("data")) for code in codes)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [settings.SECRET_KEY]
    assert kept.wrap().validate_code(code_of(secret))
