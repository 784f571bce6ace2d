"""The main job: Alice opens a Space, Bob walks in from Home, and they hear each other."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import speech, stage
from tests.e2e.ears import assert_hears, longest_silence_seconds, start_recording, take_recording
from tests.e2e.stage import ENTERS_MS, expect_speaking, go_in, seat, sheet
from tests.e2e.visitors import Visitor

pytestmark = pytest.mark.alone

ALICE_SAYS = speech.talk("slt", range(1, 9))
BOB_SAYS = speech.talk("rms", range(1, 9))
BREAKS_SECONDS = 5  # what a busy machine may drop between lines is shorter


@pytest.fixture
def alice(browser_of, tmp_path) -> Visitor:
    wav = speech.write(tmp_path / "alice.wav", ALICE_SAYS)
    return browser_of("alice", speech=wav, viewport={"width": 1440, "height": 900})


@pytest.fixture
def bob(browser_of, tmp_path) -> Visitor:
    wav = speech.write(tmp_path / "bob.wav", BOB_SAYS)
    return browser_of("bob", speech=wav, viewport={"width": 390, "height": 844}, has_touch=True)


@pytest.fixture
def charlie(browser_of) -> Visitor:
    return browser_of("charlie", viewport={"width": 820, "height": 1180})


def test_alice_and_bob_hear_each_other(alice, bob, charlie):
    for visitor in (alice, bob, charlie):
        visitor.sign_up()
    bob_follows_alice_and_sees_what_she_posts(alice.page, bob.page)
    alice_starts_a_space(alice.page)
    bob_joins_from_home(bob.page)
    charlie_joins_by_link(alice.page, charlie.page)
    alice_speaks_and_bob_hears_her(alice.page, bob.page, spoken=ALICE_SAYS)
    bob_is_brought_to_the_stage(alice.page, bob.page)
    bob_speaks_and_alice_hears_him(alice.page, bob.page, spoken=BOB_SAYS)
    bob_reacts(alice.page, bob.page)
    alice_mutes_bob_who_unmutes_himself(alice.page, bob.page)
    alice_moves_bob_to_the_listeners(alice.page, bob.page)
    alice_removes_charlie_who_cannot_come_back(alice.page, charlie.page)
    alice_minimises_and_goes_about_while_bob_keeps_hearing(alice.page, bob.page)
    alice_ends_the_space_and_starts_another(alice.page, bob.page, charlie.page)


# ---- the steps -------------------------------------------------------------------------------------------------------


def bob_follows_alice_and_sees_what_she_posts(alice: Page, bob: Page) -> None:
    tweet(alice, "Good morning from the harbour")
    bob.goto("/explore/?q=alice")
    bob.get_by_role("main").get_by_role("link", name="Alice").first.click()
    expect(bob.get_by_role("heading", name="Alice", level=1)).to_be_visible()
    bob.get_by_role("main").get_by_role("button", name="Follow Alice").click()
    expect(bob.get_by_role("main").get_by_role("button", name="Follow Alice", pressed=True)).to_be_visible()
    bob.get_by_role("link", name="Home").locator("visible=true").first.click()
    expect(bob.locator("tweet-feed").get_by_text("Good morning from the harbour")).to_be_visible()
    tweet(alice, "The tide is turning")
    bob.get_by_role("button", name="1 new Tweet").click()
    expect(bob.get_by_text("The tide is turning")).to_be_visible()


def tweet(page: Page, text: str) -> None:
    page.locator("#compose-field").fill(text)
    page.locator("#compose-field").press("Control+Enter")
    expect(page.get_by_role("main").get_by_text(text)).to_be_visible()


def alice_starts_a_space(alice: Page, title: str = "Dawn chorus") -> None:
    """By pressing Compose, holding, sliding to Space and letting go."""
    compose = alice.get_by_role("navigation", name="Main").get_by_role("button", name="Tweet", exact=True)
    compose.hover()
    alice.mouse.down()
    choice = alice.locator(".nav__compose [data-start-space]")
    expect(choice).to_be_visible()
    choice.hover()
    alice.mouse.up()
    dialog = alice.get_by_role("dialog", name="Start a Space")
    dialog.get_by_label("What do you want to talk about?").fill(title)
    dialog.get_by_role("button", name="Start").click()
    expect(sheet(alice).get_by_role("heading", name=title)).to_be_visible(timeout=ENTERS_MS)
    expect(alice.get_by_role("button", name="Unmute your microphone")).to_be_visible()
    expect(alice.locator("#feed").get_by_text("I opened a Space.").first).to_be_attached()


def bob_joins_from_home(bob: Page) -> None:
    """Where it appeared by itself, in the bar and as a card in the Tweet."""
    expect(bob.get_by_role("button", name="1 new Tweet")).to_be_visible()
    bob.get_by_role("button", name="1 new Tweet").click()
    expect(bob.locator("article").get_by_role("group", name="Live Space").get_by_text("Dawn chorus")).to_be_visible()
    bob.locator(".now [data-enter-space]").click()
    go_in(bob)
    expect(sheet(bob).get_by_role("heading", name="Dawn chorus")).to_be_visible(timeout=ENTERS_MS)


def charlie_joins_by_link(alice: Page, charlie: Page) -> None:
    charlie.goto("/spaces/")
    charlie.get_by_role("main").locator("[data-enter-space]").first.click()
    go_in(charlie)
    expect(sheet(charlie).get_by_role("heading", name="Dawn chorus")).to_be_visible(timeout=ENTERS_MS)
    expect(sheet(alice).get_by_text("Charlie")).to_be_visible()


def alice_speaks_and_bob_hears_her(alice: Page, bob: Page, *, spoken: speech.Sound) -> None:
    start_recording(bob)
    bob.wait_for_timeout(1_500)
    assert speech.dbfs(take_recording(bob)) < -60, "Somebody is heard before they unmute."
    stage.unmute(alice)
    expect_speaking(bob, "Alice")
    assert_hears(bob, spoken)


def bob_is_brought_to_the_stage(alice: Page, bob: Page) -> None:
    sheet(bob).get_by_role("button", name="Request").click()
    sheet(alice).get_by_role("button", name="Bring Bob to the stage").click()
    expect(bob.get_by_role("button", name="Unmute your microphone")).to_be_visible()


def bob_speaks_and_alice_hears_him(alice: Page, bob: Page, *, spoken: speech.Sound) -> None:
    alice.get_by_role("button", name="Mute your microphone").click()
    stage.unmute(bob)
    expect_speaking(alice, "Bob")
    assert_hears(alice, spoken)


def bob_reacts(alice: Page, bob: Page) -> None:
    sheet(bob).get_by_role("button", name="React").click()
    bob.get_by_role("menuitem", name="Hundred").click()
    expect(seat(alice, "Bob").get_by_text("💯")).to_be_visible()
    expect(seat(alice, "Bob").get_by_text("💯")).to_be_hidden(timeout=8_000)


def alice_mutes_bob_who_unmutes_himself(alice: Page, bob: Page) -> None:
    seat(alice, "Bob").click()
    alice.get_by_role("menuitem", name="Mute microphone").click()
    expect(bob.get_by_role("button", name="Unmute your microphone")).to_be_visible()
    take_recording(alice)
    alice.wait_for_timeout(3_000)
    assert speech.dbfs(take_recording(alice)[48_000:]) < -60, "Bob is heard though he is muted."
    seat(alice, "Bob").click()
    expect(alice.get_by_role("menuitem", name="Unmute")).to_have_count(0)
    alice.keyboard.press("Escape")
    bob.get_by_role("button", name="Unmute your microphone").click()
    expect_speaking(alice, "Bob")


def alice_moves_bob_to_the_listeners(alice: Page, bob: Page) -> None:
    seat(alice, "Bob").click()
    alice.get_by_role("menuitem", name="Move to listeners").click()
    expect(sheet(bob).get_by_role("button", name="Request")).to_be_visible()
    expect(bob.get_by_role("button", name="Mute your microphone")).to_be_hidden()
    expect(seat(alice, "Bob")).to_have_count(0)


def alice_removes_charlie_who_cannot_come_back(alice: Page, charlie: Page) -> None:
    sheet(alice).locator("space-hearers").get_by_role("button", name="Charlie").click()
    alice.get_by_role("menuitem", name="Remove from this Space").click()
    alice.get_by_role("dialog", name="Remove Charlie?").get_by_role("button", name="Remove").click()
    expect(sheet(charlie).get_by_text("removed you")).to_be_visible()
    charlie.goto("/spaces/")
    charlie.get_by_role("main").locator("[data-enter-space]").first.click()
    expect(sheet(charlie).get_by_text("removed you")).to_be_visible()


def alice_minimises_and_goes_about_while_bob_keeps_hearing(alice: Page, bob: Page) -> None:
    alice.get_by_role("button", name="Unmute your microphone").click()
    expect_speaking(bob, "Alice")
    start_recording(bob)
    sheet(alice).get_by_role("button", name="Minimise").click()
    alice.get_by_role("link", name="Explore").first.click()
    expect(alice.get_by_role("heading", name="Explore", level=1)).to_be_visible()
    alice.get_by_role("link", name="Home", exact=True).click()
    expect(alice.get_by_role("heading", name="Home", level=1)).to_be_visible()
    tweet(alice, "Still here, still talking")
    alice.go_back()
    expect(alice.get_by_role("heading", name="Explore", level=1)).to_be_visible()
    alice.go_forward()
    expect(alice.get_by_role("heading", name="Home", level=1)).to_be_visible()
    bob.wait_for_timeout(2_000 * BREAKS_SECONDS)  # going about takes a second; what it broke would show from then on
    assert longest_silence_seconds(take_recording(bob)) < BREAKS_SECONDS
    assert_hears(bob, ALICE_SAYS)
    alice.get_by_role("region", name="The Space you are in").get_by_role("button", name="Open the Space").click()


def alice_ends_the_space_and_starts_another(alice: Page, bob: Page, charlie: Page) -> None:
    sheet(alice).get_by_role("button", name="End").click()
    alice.get_by_role("dialog", name="End this Space?").get_by_role("button", name="End the Space").click()
    for page in (alice, bob):
        expect(sheet(page).get_by_role("heading", name="This Space has ended")).to_be_visible()
        expect(sheet(page).locator("#space-ended").get_by_text("Alice").first).to_be_visible()
    alice.reload()
    alice_starts_a_space(alice, "Second chorus")
    charlie.goto("/spaces/")
    charlie.get_by_role("main").locator("[data-enter-space]").first.click()
    go_in(charlie)
    expect(sheet(charlie).get_by_role("heading", name="Second chorus")).to_be_visible(timeout=ENTERS_MS)
