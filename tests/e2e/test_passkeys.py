"""Alice makes a passkey, and logs in with nothing else. The key is Chromium's own virtual one."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.visitors import PASSWORD, Visitor


@pytest.fixture
def alice(browser_of) -> Visitor:
    alice = browser_of("alice", viewport={"width": 390, "height": 844})
    give_key(alice)
    return alice.sign_up()


def give_key(visitor: Visitor) -> None:
    """A device that can hold passkeys, whose person is always there."""
    tool = visitor.context.new_cdp_session(visitor.page)
    tool.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    tool.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_a_passkey_opens_the_door(alice):
    page = alice.page
    add_passkey(page)
    page.goto("/accounts/passkeys/")
    expect(page.get_by_role("main").get_by_text("My phone")).to_be_visible()
    log_out(page)
    page.goto("/accounts/login/?next=/settings/account/")
    page.get_by_role("button", name="Log in with a passkey").click()
    page.wait_for_url("/settings/account/")
    expect(page.get_by_text("1 passkey")).to_be_visible()
    log_out(page)
    page.goto("/accounts/login/")
    page.get_by_label("Handle or e-mail").fill("alice")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Log in", exact=True).click()
    page.get_by_role("button", name="Use your passkey").click()
    page.wait_for_url("/")


def test_bob_joins_with_nothing_but_a_passkey(browser_of):
    bob = browser_of("bob", viewport={"width": 1440, "height": 900})
    give_key(bob)
    page = bob.page
    page.goto("/accounts/signup/?next=/explore/")
    page.get_by_role("link", name="Sign up with a passkey").click()
    page.get_by_label("Name", exact=True).fill("Bob")
    page.get_by_label("Handle", exact=True).fill("bob")
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Make the passkey").click()
    page.wait_for_url("/explore/")
    log_out(page)
    page.goto("/accounts/login/?next=/@bob/")
    page.get_by_role("button", name="Log in with a passkey").click()
    page.wait_for_url("/@bob/")
    page.goto("/accounts/passkeys/")
    page.get_by_role("main").get_by_role("link", name="Remove Passkey").click()
    bob.expect_problem("422")
    page.get_by_role("button", name="Use your passkey").click()
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("your only way in")).to_be_visible()


def add_passkey(page: Page) -> None:
    """From Home, by clicks alone."""
    page.goto("/settings/")
    page.get_by_role("link", name="Account and security").click()
    expect(page.get_by_role("heading", name="Account and security")).to_be_visible()
    page.get_by_role("link", name="Passkeys Log in by").click()
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Name").fill("My phone")
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    expect(page.locator(".codes li")).to_have_count(10)


def log_out(page: Page) -> None:
    page.goto("/accounts/logout/")
    page.get_by_role("main").get_by_role("button", name="Log out").click()
    page.wait_for_url("/")
