"""Linnet as an app: a real browser finds it fit to install, wakes for a push, and is calm without a network."""

import json

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.pure  # a browser does not know what rows are kept in
OFFLINE = ("ERR_INTERNET_DISCONNECTED", "ERR_FAILED")


def woken(page: Page, told: dict[str, object]) -> None:
    """As if a push service had delivered it."""
    session = page.context.new_cdp_session(page)
    found: list[str] = []
    session.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: found.extend(each["registrationId"] for each in event["registrations"]),
    )
    session.send("ServiceWorker.enable")
    page.wait_for_timeout(100)
    origin = page.evaluate("location.origin")
    session.send("ServiceWorker.deliverPushMessage", {"origin": origin, "registrationId": found[0], "data": json.dumps(told)})


def test_an_app_is_installed_woken_and_calm_without_a_network(browser_of):
    bob = browser_of("bob", viewport={"width": 390, "height": 844}).join("Bob")
    for problem in OFFLINE:
        bob.expect_problem(problem)
    bob.context.grant_permissions(["notifications"])
    page = bob.page
    page.goto("/notifications/")
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    manifest = page.context.new_cdp_session(page).send("Page.getAppManifest")
    assert manifest["errors"] == []
    assert manifest["manifest"]["shareTarget"]["action"].endswith("/tweets/new/")

    woken(
        page,
        {"title": "Alice mentioned you", "why": "Because you were mentioned", "url": "/notifications/mentions/", "tag": "push-1"},
    )
    shown = "navigator.serviceWorker.ready.then((one) => one.getNotifications()).then((all) => all.map(({ title, body }) => `${title}: ${body}`))"
    page.wait_for_function(f"{shown}.then((all) => all.length)")
    assert page.evaluate(shown) == ["Alice mentioned you: Because you were mentioned"]
    worker = page.context.service_workers[0]
    worker.evaluate("openPage('/notifications/mentions/')")  # what a press does, which only a person can
    expect(page.get_by_role("heading", name="Nobody mentioned you yet")).to_be_visible()

    page.reload()  # the worker is in charge from here on
    bob.context.set_offline(True)
    page.goto("/explore/")
    expect(page.get_by_role("heading", name="No connection")).to_be_visible()
    kept = page.evaluate(
        "caches.keys().then((names) => Promise.all(names.map((name) => caches.open(name).then((one) => one.keys())))).then((all) => all.flat().map(({ url }) => new URL(url).pathname))"
    )
    assert kept == ["/offline/"]
    bob.context.set_offline(False)
    expect(page.get_by_role("navigation", name="Tabs")).to_be_visible()
    assert page.url.endswith("/explore/")
