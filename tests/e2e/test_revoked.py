"""Alice logs out everywhere else: her other browser leaves the page and the Space at once, and says why."""

from playwright.sync_api import expect

from tests.e2e import stage
from tests.e2e.visitors import PASSWORD


def test_the_other_browser_leaves(browser_of):
    here, elsewhere = browser_of("alice").sign_up(), browser_of("alice elsewhere")
    page = elsewhere.page
    page.goto("/accounts/login/")
    page.get_by_label("Handle or e-mail").fill("alice")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Log in", exact=True).click()
    page.wait_for_url("/")
    stage.start_a_space(page, "Dawn chorus")
    here.page.goto("/settings/log-ins/")
    here.page.get_by_role("button", name="Log out everywhere else").click()
    expect(page.get_by_role("heading", name="You were logged out")).to_be_visible()
    page.go_back()
    expect(page.locator("[data-log-out]")).to_have_count(0)
    expect(here.page.get_by_role("heading", name="Devices")).to_be_visible()
    here.page.reload()
    expect(here.page.get_by_role("heading", name="Devices")).to_be_visible()
