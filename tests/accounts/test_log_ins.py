"""The list of devices, and the way out of them."""

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from apps.accounts.devices import device_of
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db

FIREFOX = "Mozilla/5.0 (Android 14; Mobile; rv:130.0) Gecko/130.0 Firefox/130.0"
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36"


def signed_in(person, user_agent=CHROME) -> Client:
    client = Client(headers={"user-agent": user_agent})
    client.post("/accounts/login/", {"login": person.handle, "password": PASSWORD})
    return client


def is_in(client) -> bool:
    return client.get("/settings/").status_code == 200


def test_settings_lead_everywhere(client, alice):
    client.force_login(alice)
    html = client.get("/settings/").content.decode()
    for page in ("/settings/profile/", "/settings/account/"):
        assert f'href="{page}"' in html
        assert client.get(page).status_code == 200


def test_the_list_names_devices_and_marks_this_one(alice):
    signed_in(alice, FIREFOX)
    html = signed_in(alice).get("/settings/log-ins/").content.decode()
    assert "Chrome on Windows" in html.partition("this one")[0]
    assert "Firefox on Android" in html.partition("this one")[2]


def test_one_of_them_is_logged_out(alice):
    phone, laptop = signed_in(alice, FIREFOX), signed_in(alice)
    listed = UserSession.objects.get(user_agent=FIREFOX)
    assert laptop.post(f"/settings/log-ins/{listed.pk}/end/").url == "/settings/log-ins/"
    assert (is_in(phone), is_in(laptop)) == (False, True)


def test_all_but_this_one_are_logged_out(alice):
    phone, laptop = signed_in(alice, FIREFOX), signed_in(alice)
    laptop.post("/settings/log-ins/")
    assert (is_in(phone), is_in(laptop)) == (False, True)


def test_nobody_ends_the_log_in_of_another(alice, bob):
    of_alice = signed_in(alice)
    listed = UserSession.objects.get(user=alice)
    assert signed_in(bob).post(f"/settings/log-ins/{listed.pk}/end/").status_code == 404
    assert is_in(of_alice)


def test_a_log_in_that_came_by_another_way_is_listed_once_it_is_seen(client, alice):
    client.force_login(alice)
    client.get("/")
    assert UserSession.objects.filter(user=alice).count() == 1


def test_a_log_in_that_a_visitor_makes_up_is_kept_nowhere(client, db):
    client.cookies[settings.SESSION_COOKIE_NAME] = "abcdefghijklmnop"
    client.get("/offline/")
    assert cache.get("seen:abcdefghijklmnop") is None


@pytest.mark.parametrize(
    ("said", "device"), [(FIREFOX, "Firefox on Android"), ("curl/8", "An unknown device"), ("", "An unknown device")]
)
def test_devices_have_names(said, device):
    assert device_of(said) == device
