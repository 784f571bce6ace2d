"""Alice and bob write to each other: live, unread, with a Space to join, through a lost connection, in two tabs."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e import speech
from tests.e2e.stage import go_in
from tests.e2e.visitors import Visitor

WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
ENTERS_MS = 20_000
COMES_MS = 15_000


@pytest.fixture
def alice(browser_of, tmp_path) -> Visitor:
    wav = speech.write(tmp_path / "alice.wav", speech.talk("slt", [1]))
    return browser_of("alice", speech=wav, viewport=WIDE)


@pytest.fixture
def bob(browser_of) -> Visitor:
    return browser_of("bob", viewport=PHONE, has_touch=True, is_mobile=True)


def test_alice_and_bob_write_to_each_other(alice, bob):
    for visitor in (alice, bob):
        visitor.sign_up()
    alice_finds_bob_and_writes(alice.page, bob.page)
    bob_reads_and_answers(alice.page, bob.page)
    a_space_is_a_card_bob_joins_by(alice.page, bob.page)
    bob_blocks_alice_and_takes_it_back(alice, bob.page)
    what_is_written_offline_goes_out_once(alice.page, bob)
    two_tabs_stay_alike(alice.page, bob)


# ---- the steps -------------------------------------------------------------------------------------------------------


def alice_finds_bob_and_writes(alice: Page, bob: Page) -> None:
    """Bob looks at something else, and his tab tells him at once."""
    bob.goto("/spaces/")
    alice.goto("/messages/")
    alice.get_by_role("main").get_by_role("link", name="New message").first.click()
    dialog = alice.get_by_role("dialog", name="New message")
    dialog.get_by_role("searchbox", name="Search people").fill("bo")
    dialog.get_by_role("link", name="Bob").click()
    alice.wait_for_url("**/messages/bob/")
    write(alice, "Did the recorder survive the rain?\nIt was <b>wet</b>")
    expect(bob.get_by_role("navigation", name="Tabs").get_by_role("link", name="Messages", exact=True)).to_be_visible()


def bob_reads_and_answers(alice: Page, bob: Page) -> None:
    """He does not follow her, so it waits as a request, and she does not learn that he reads it before he lets her in."""
    bob.get_by_role("navigation", name="Tabs").get_by_role("link", name="Messages").tap()
    bob.get_by_role("main").get_by_role("link", name="Requests 1").tap()
    bob.get_by_role("main").get_by_role("link", name="Alice").tap()
    expect(log(bob).get_by_text("It was <b>wet</b>")).to_be_visible()
    expect(bob.get_by_role("heading", name="Alice wants to write to you")).to_be_visible()
    expect(log(alice).get_by_text("Sent", exact=True)).to_be_visible(timeout=COMES_MS)
    expect(log(alice).get_by_text("Seen")).to_have_count(0)
    bob.get_by_role("button", name="Accept").tap()
    expect(log(alice).get_by_text("Seen")).to_be_visible(timeout=COMES_MS)
    write(bob, "It did! The foam did not.")
    expect(log(alice).get_by_text("It did! The foam did not.")).to_be_visible(timeout=COMES_MS)
    expect(log(bob).get_by_text("Seen")).to_be_visible(timeout=COMES_MS)
    bob.get_by_role("link", name="All messages").tap()
    bob.wait_for_url("**/messages/")
    expect(bob.get_by_role("navigation", name="Tabs").get_by_role("link", name="Messages", exact=True)).to_be_visible()


def a_space_is_a_card_bob_joins_by(alice: Page, bob: Page) -> None:
    """Alice opens a Space and sends its address; the inbox of bob changes before his eyes."""
    alice.goto("/spaces/new/")
    alice.get_by_role("main").get_by_label("What do you want to talk about?").fill("Dawn chorus")
    alice.get_by_role("main").get_by_role("button", name="Start", exact=True).click()
    expect(alice.get_by_role("button", name="Unmute your microphone")).to_be_visible(timeout=ENTERS_MS)
    alice.get_by_role("button", name="Minimise").first.click()
    row = alice.get_by_role("complementary").get_by_role("link", name="Dawn chorus")
    address = alice.url.removesuffix("/spaces/new/") + str(row.get_attribute("href"))
    alice.get_by_role("navigation", name="Main").get_by_role("link", name="Messages").click()
    alice.get_by_role("main").get_by_role("link", name="Bob").click()
    write(alice, address)
    expect(bob.get_by_role("main").get_by_role("link", name="1 unread")).to_be_visible(timeout=COMES_MS)
    bob.get_by_role("main").get_by_role("link", name="Alice").tap()
    card = log(bob).get_by_role("group", name="Live Space")
    expect(card.get_by_text("Dawn chorus")).to_be_visible()
    card.get_by_role("link", name="Listen in").tap()
    go_in(card.page)
    expect(bob.locator("space-sheet").get_by_role("heading", name="Dawn chorus")).to_be_visible(timeout=ENTERS_MS)
    bob.locator("space-sheet").get_by_role("button", name="Leave").first.tap()
    expect(field(bob)).to_be_visible()


def bob_blocks_alice_and_takes_it_back(blocked: Visitor, bob: Page) -> None:
    blocked.expect_problem("422")
    alice = blocked.page
    bob.get_by_label("About this conversation").tap()
    bob.get_by_role("button", name="Block @alice").tap()
    bob.get_by_role("dialog", name="Block @alice?").get_by_role("button", name="Block", exact=True).tap()
    bob.wait_for_url("**/@alice/")
    expect(bob.get_by_text("You blocked @alice")).to_be_visible()
    write(alice, "Are you there?")
    expect(log(alice).get_by_text("You can't write to @bob.")).to_be_visible(timeout=COMES_MS)
    bob.get_by_role("button", name="Unblock Alice").tap()
    expect(bob.get_by_role("link", name="Message Alice")).to_be_visible(timeout=COMES_MS)
    log(alice).get_by_role("button", name="Send again").click()
    expect(unsent(alice)).to_have_count(0, timeout=COMES_MS)
    bob.get_by_role("link", name="Message Alice").tap()
    expect(log(bob).get_by_text("Are you there?")).to_be_visible()


def what_is_written_offline_goes_out_once(alice: Page, bob: Visitor) -> None:
    """Also when bob has gone to another page meanwhile. What came while he was away is there when he is back."""
    bob.expect_problem("ERR_INTERNET_DISCONNECTED")
    page = bob.page
    bob.context.set_offline(True)
    write(page, "First from the tunnel")
    write(page, "Second from the tunnel")
    expect(unsent(page)).to_have_count(2)
    expect(log(page).get_by_text("waiting for the connection").first).to_be_visible()
    write(alice, "Meanwhile above")
    bob.context.set_offline(False)
    expect(unsent(page)).to_have_count(0, timeout=ENTERS_MS)
    expect(log(page).get_by_text("Meanwhile above")).to_be_visible(timeout=ENTERS_MS)
    for reader in (alice, page):
        expect(log(reader).locator("[data-message] .say__text").filter(has_text="from the tunnel")).to_have_text(
            ["First from the tunnel", "Second from the tunnel"], timeout=COMES_MS
        )


def two_tabs_stay_alike(alice: Page, bob: Visitor) -> None:
    """Bob has the conversation open twice, and a reload shows the same once more."""
    other = bob.context.new_page()
    other.goto("/messages/alice/")
    write(bob.page, "From one tab")
    expect(log(other).get_by_text("From one tab")).to_be_visible(timeout=COMES_MS)
    write(other, "From the other")
    write(alice, "To both")
    for page in (bob.page, other):
        expect(log(page).get_by_text("To both")).to_be_visible(timeout=COMES_MS)
    assert words(bob.page) == words(other) == words(alice)
    other.reload()
    assert words(other) == words(alice)
    other.close()


def write(page: Page, text: str) -> None:
    """Enter sends at a desk; a phone has the button."""
    field(page).fill(text)
    if page.viewport_size == PHONE:
        page.get_by_role("button", name="Send", exact=True).tap()
    else:
        field(page).press("Enter")
    expect(field(page)).to_have_value("")


def field(page: Page) -> Locator:
    return page.get_by_role("main").get_by_role("textbox", name="Message", exact=True)


def log(page: Page) -> Locator:
    return page.get_by_role("log")


def unsent(page: Page) -> Locator:
    return log(page).locator("[data-note]")


def words(page: Page) -> list[str]:
    return log(page).locator("[data-message] .say__text").all_inner_texts()
