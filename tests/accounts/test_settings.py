"""What people decide about themselves."""

import re
from urllib.parse import unquote

import pytest

from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_alice(client, alice):
    client.force_login(alice)
    return client


def test_alice_changes_her_name_and_bio(as_alice, alice):
    response = as_alice.post("/settings/profile/", {"name": " Alice  M. ", "bio": "Radio.\r\n\r\n\r\nAt night."})
    assert response.url == "/settings/profile/"
    alice.refresh_from_db()
    assert (alice.name, alice.bio) == ("Alice M.", "Radio.\n\nAt night.")


@pytest.mark.parametrize("name", ["", " ", "\u200b", "x" * 51])
def test_a_name_nobody_sees_is_refused_and_the_frame_keeps_the_old_one(as_alice, name):
    response = as_alice.post("/settings/profile/", {"name": name, "bio": ""})
    assert response.status_code == 422
    assert response.context["form"].errors["name"]
    assert response.context["user"].name == "Alice"


def test_a_bio_must_fit(as_alice):
    assert as_alice.post("/settings/profile/", {"name": "Alice", "bio": "x" * 161}).context["form"].errors["bio"]


@pytest.mark.parametrize("bio", ["\u200b\u202e", "   "])
def test_a_bio_nobody_sees_is_none(as_alice, alice, bio):
    as_alice.post("/settings/profile/", {"name": "Alice", "bio": bio})
    alice.refresh_from_db()
    assert alice.bio == ""


def test_html_in_a_bio_stays_words(as_alice):
    as_alice.post("/settings/profile/", {"name": "Alice", "bio": "<img src=x onerror=alert(1)>"})
    assert "<img src=x" not in as_alice.get("/@alice/").content.decode()


@pytest.mark.parametrize("page", ["/settings/profile/", "/accounts/password/change/", "/accounts/password/set/"])
def test_settings_are_for_those_who_are_in(client, page):
    assert unquote(client.get(page).url) == f"/accounts/login/?next={page}"


def test_alice_changes_her_password_and_stays_in(as_alice, alice):
    response = as_alice.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": "another horse battery"})
    assert response.url == "/settings/account/"
    assert as_alice.get("/settings/profile/").status_code == 200
    alice.refresh_from_db()
    assert alice.check_password("another horse battery")


def test_without_the_old_password_there_is_no_new_one(as_alice):
    response = as_alice.post("/accounts/password/change/", {"oldpassword": "wrong", "password1": "another horse battery"})
    assert response.context["form"].errors["oldpassword"]


def test_somebody_without_a_password_is_led_to_their_first(as_alice, alice):
    alice.set_unusable_password()
    alice.save()
    as_alice.force_login(alice)
    assert as_alice.get("/accounts/password/change/").url == "/accounts/password/set/"
    assert as_alice.get("/accounts/password/set/").status_code == 200


@pytest.mark.parametrize(
    ("consent", "pressed"), [(True, ["true", "false"]), (False, ["false", "true"]), (None, ["false", "false"])]
)
def test_the_page_shows_whether_alice_is_captioned(as_alice, alice, consent, pressed):
    alice.captions_consent = consent
    alice.save()
    form = as_alice.get("/settings/profile/").content.decode().partition('class="voice"')[2].partition("</form>")[0]
    assert re.findall(r'aria-pressed="(\w+)"', form) == pressed
    assert ("Not chosen yet" in form) == (consent is None)


@pytest.mark.parametrize(("answer", "consent"), [({"agrees": "on"}, True), ({}, False)])
def test_alice_chooses_whether_she_is_captioned(as_alice, alice, answer, consent):
    assert as_alice.post("/spaces/captions-consent/", answer).url == "/settings/profile/"
    alice.refresh_from_db()
    assert alice.captions_consent is consent
