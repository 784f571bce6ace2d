"""Who reaches whom: a protected account, a card at the door of a Space, and a block that works while people talk."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import speech, stage
from tests.e2e.ears import assert_hears, start_recording, take_recording
from tests.e2e.stage import enter, expect_speaking, seat, sheet, start_a_space
from tests.e2e.visitors import Visitor

pytestmark = pytest.mark.alone

PHONE = {"width": 390, "height": 844}
WIDE = {"width": 1440, "height": 900}
CHARLIE_SAYS = speech.talk("rms", range(1, 9))


@pytest.fixture
def alice(browser_of) -> Visitor:
    return browser_of("alice", viewport=WIDE).join()


@pytest.fixture
def bob(browser_of) -> Visitor:
    return browser_of("bob", viewport=PHONE, has_touch=True).join()


@pytest.fixture
def charlie(browser_of, tmp_path) -> Visitor:
    wav = speech.write(tmp_path / "charlie.wav", CHARLIE_SAYS)
    return browser_of("charlie", speech=wav, viewport=WIDE).join()


def test_bob_asks_to_follow_and_blocks_a_speaker_while_they_talk(alice, bob, charlie):
    alice_protects_herself_and_lets_bob_in(alice.page, bob.page)
    alice_opens_up_again(alice.page)
    start_a_space(alice.page, "Dawn chorus")
    enter(charlie.page, "Dawn chorus")
    stage.come_on_stage(alice.page, charlie.page, "Charlie")
    stage.unmute(charlie.page)
    bob_goes_in_hidden(bob.page, alice.page)
    bob_blocks_charlie_and_hears_him_no_more(bob.page, charlie.page)
    alice_blocks_charlie_who_is_out_at_once(alice.page, charlie)


# ---- the steps -------------------------------------------------------------------------------------------------------


def alice_protects_herself_and_lets_bob_in(alice: Page, bob: Page) -> None:
    alice.goto("/settings/privacy/")
    alice.get_by_label("Protect my Tweets").check(force=True)
    alice.get_by_role("main").get_by_role("button", name="Save").click()
    expect(alice.get_by_text("Your choices hold from now on.")).to_be_visible()
    bob.goto("/@alice/")
    expect(bob.get_by_text("These Tweets are protected")).to_be_visible()
    bob.get_by_role("main").get_by_role("button", name="Follow Alice").click()
    expect(bob.get_by_role("main").get_by_role("button", name="Follow Alice", pressed=True)).to_contain_text("Requested")
    alice.get_by_role("navigation", name="Main").get_by_role("link", name="Notifications 1 unread").click()
    alice.get_by_role("main").get_by_role("link", name="would like to follow you").click()
    alice.get_by_role("button", name="Let Bob follow").click()
    expect(alice.get_by_text("Nobody is waiting")).to_be_visible()
    bob.reload()
    expect(bob.get_by_text("These Tweets are protected")).to_be_hidden()


def alice_opens_up_again(alice: Page) -> None:
    """Spaces are open to everybody, so whoever is protected hosts none."""
    alice.goto("/settings/privacy/")
    alice.get_by_label("Protect my Tweets").uncheck(force=True)
    alice.get_by_role("main").get_by_role("button", name="Save").click()
    expect(alice.get_by_text("Your choices hold from now on.")).to_be_visible()


def bob_goes_in_hidden(bob: Page, alice: Page) -> None:
    bob.goto("/spaces/")
    card = bob.get_by_role("main").get_by_role("group", name="Live Space").filter(has_text="Dawn chorus")
    card.get_by_role("link", name="Listen in").click()
    door = bob.get_by_role("dialog", name="Before you go in")
    expect(door.get_by_text("Nobody you blocked is there")).to_be_visible()
    expect(door.get_by_text("Not recorded")).to_be_visible()
    stage.go_in(bob, hidden=True)
    expect(sheet(bob).get_by_text("You are hidden")).to_be_visible(timeout=stage.ENTERS_MS)
    expect(sheet(alice).locator("space-hearers").get_by_text("1 hidden")).to_be_visible()
    expect(sheet(alice).locator("space-hearers").get_by_role("button", name="Bob")).to_have_count(0)


def bob_blocks_charlie_and_hears_him_no_more(bob: Page, charlie: Page) -> None:
    expect_speaking(bob, "Charlie")
    assert_hears(bob, CHARLIE_SAYS)
    seat(bob, "Charlie").click()
    bob.get_by_role("menuitem", name="Block").click()
    bob.get_by_role("dialog", name="Block Charlie?").get_by_role("button", name="Block").click()
    expect(seat(bob, "Charlie, You blocked them")).to_be_visible()
    start_recording(bob)
    bob.wait_for_timeout(4_000)
    assert speech.dbfs(take_recording(bob)[48_000:]) < -60, "Charlie is heard though Bob blocked him."
    expect(charlie.get_by_role("button", name="Mute your microphone", exact=True)).to_be_visible()


def alice_blocks_charlie_who_is_out_at_once(alice: Page, charlie: Visitor) -> None:
    seat(alice, "Charlie").click()
    alice.get_by_role("menuitem", name="Block").click()
    alice.get_by_role("dialog", name="Block Charlie?").get_by_role("button", name="Block").click()
    expect(seat(alice, "Charlie")).to_have_count(0)
    expect(sheet(charlie.page).get_by_text("removed you")).to_be_visible()
    charlie.page.goto("/spaces/")
    expect(charlie.page.get_by_role("main").get_by_text("Dawn chorus")).to_have_count(0)
