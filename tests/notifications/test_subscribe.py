"""Which browsers are woken: asking for it, and the end of a log-in."""

from urllib.parse import urlencode

import pytest
from django.test import Client

from apps.accounts import closing, revoking
from apps.notifications.models import Preferences, Subscription
from tests import factories
from tests.notifications.push_service import Browser
from tests.notifications.pushed import ASKS, logged_in, mention, send

pytestmark = pytest.mark.django_db


# ---- Asking to be woken -----------------------------------------------------------------------------------------------


def test_asking_keeps_the_clock_of_the_browser_but_not_over_hers(browser, alice, at_alices):
    assert Preferences.objects.get(person=alice).time_zone == "Europe/Berlin"
    for zone in ("Asia/Tokyo", "Nowhere/At_All", ""):
        assert at_alices.post(ASKS, {**browser.asks, "time_zone": zone}).status_code == 204
    assert Preferences.objects.get(person=alice).time_zone == "Europe/Berlin"
    assert Subscription.objects.count() == 1


def test_she_lets_it_be(browser, at_alices, charlie):
    assert logged_in(charlie).delete(ASKS, urlencode({"endpoint": browser.asks["endpoint"]})).status_code == 204
    assert Subscription.objects.exists()
    assert at_alices.delete(ASKS, urlencode({"endpoint": browser.asks["endpoint"]})).status_code == 204
    assert not Subscription.objects.exists()


def test_a_browser_belongs_to_who_logged_in_last_and_nobody_else_can_take_it(browser, service, alice, charlie):
    stolen = {**Browser(service).asks, "endpoint": browser.asks["endpoint"]}
    assert logged_in(charlie).post(ASKS, stolen, headers={"Accept": "application/json"}).json()["code"] == "bad_keys"
    assert Subscription.objects.get().person == alice
    assert logged_in(charlie).post(ASKS, browser.asks).status_code == 204
    assert Subscription.objects.get().person == charlie


def test_of_eleven_browsers_the_first_is_parted_with(browser, service, alice, at_alices):
    for number in range(10):
        at_alices.post(ASKS, Browser(service, str(number)).asks)
    kept = Subscription.objects.filter(person=alice).values_list("endpoint", flat=True)
    assert len(kept) == 10
    assert browser.asks["endpoint"] not in kept


def test_a_browser_with_another_address_is_woken_there(browser, service, at_alices, charlie):
    moved = Browser(service, "moved")
    worker = Client(enforce_csrf_checks=True)
    worker.cookies = at_alices.cookies
    unknown = {**moved.asks, "old_endpoint": "https://push.example.com/unknown"}
    assert worker.post("/push/renewal/", unknown).status_code == 204
    assert Subscription.objects.get().endpoint == browser.asks["endpoint"]
    known = {**moved.asks, "old_endpoint": browser.asks["endpoint"]}
    for _ in range(2):
        assert worker.post("/push/renewal/", known).status_code == 204
    mention(charlie)
    send()
    assert (len(browser.woken), len(moved.woken)) == (0, 1)


def test_who_only_knows_its_address_does_not_move_it(browser, service, alice, charlie):
    stolen = {**Browser(service, "mine").asks, "old_endpoint": browser.asks["endpoint"]}
    for somebody in (Client(), logged_in(charlie), logged_in(alice)):
        assert somebody.post("/push/renewal/", stolen).status_code == 204
    assert Subscription.objects.get().endpoint == browser.asks["endpoint"]


def test_an_address_that_is_known_already_is_left_alone(browser, service, at_alices):
    other = Browser(service, "other")
    at_alices.post(ASKS, other.asks)
    assert at_alices.post("/push/renewal/", {**other.asks, "old_endpoint": browser.asks["endpoint"]}).status_code == 204
    assert Subscription.objects.count() == 2


@pytest.mark.parametrize("key", ["", "x", "é" * 20, "A" * 87, "A" * 10_000])
@pytest.mark.parametrize("which", ["p256dh", "auth"])
def test_keys_that_are_none_are_refused(service, at_alices, which, key):
    answer = at_alices.post(ASKS, {**Browser(service).asks, which: key}, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_keys")


# ---- The end of a log-in ----------------------------------------------------------------------------------------------


ENDS = {
    "log-out": lambda alice, client: client.post("/accounts/logout/"),
    "log-out everywhere": lambda alice, client: revoking.revoke(person=alice, reason=revoking.Reason.LOGGED_OUT),
    "another device": lambda alice, client: revoking.end_log_in(listed=alice.usersession_set.get()),
    "closing": lambda alice, client: closing.close_account(person=alice),
    "a new password": lambda alice, client: (alice.set_password("another horse"), alice.save()),
}


@pytest.mark.parametrize("end", ENDS)
def test_the_end_of_the_log_in_is_the_end_of_pushes(
    browser, service, alice, at_alices, charlie, end, django_capture_on_commit_callbacks
):
    mention(charlie)
    with django_capture_on_commit_callbacks(execute=True):
        ENDS[end](alice, at_alices)
    send()
    assert service.got == []
    assert not Subscription.objects.exists()


def test_a_log_in_that_is_kept_goes_on_to_be_woken(browser, alice, at_alices, charlie, django_capture_on_commit_callbacks):
    elsewhere = logged_in(alice)
    with django_capture_on_commit_callbacks(execute=True):
        elsewhere.post("/settings/log-ins/", {"password": factories.PASSWORD})
    assert not Subscription.objects.exists()
    again = Browser(browser.service, "again")
    elsewhere.post(ASKS, again.asks)
    with django_capture_on_commit_callbacks(execute=True):
        changed = {"oldpassword": factories.PASSWORD, "password1": "a new horse and battery"}
        assert elsewhere.post("/accounts/password/change/", changed).status_code == 302
    mention(charlie)
    send()
    assert len(again.woken) == 1
