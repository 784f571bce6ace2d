"""How people get into a Space: by a link that leads a stranger past sign-up, and by the host's invitation to the stage."""

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e import speech
from tests.e2e.ears import assert_hears
from tests.e2e.reading import wait_until_recognised
from tests.e2e.stage import ENTERS_MS, expect_speaking, go_in, seat, sheet, unmute
from tests.e2e.visitors import PASSWORD, Visitor

pytestmark = pytest.mark.alone

PHONE = {"width": 390, "height": 844}
TITLE = "A door for everybody"
VOICES = {"Dave": ("slt", range(1, 9)), "Bob": ("rms", range(10, 18))}


@pytest.fixture
def alice(browser_of) -> Visitor:
    """Hosting."""
    alice = browser_of("alice", viewport={"width": 1440, "height": 900}).sign_up()
    alice.page.goto("/spaces/new/")
    main = alice.page.get_by_role("main")
    main.get_by_label("What do you want to talk about?").fill(TITLE)
    main.get_by_role("button", name="Start", exact=True).click()
    in_the_room(alice.page)
    return alice


def test_strangers_come_in_by_links_and_bob_is_invited(alice, browser_of, tmp_path):
    speakers, listeners = make_link(alice.page, "Speakers"), make_link(alice.page, "Listeners")
    dave = browser_of("dave", speech=voice(tmp_path, "Dave"), viewport=PHONE, has_touch=True)
    dave_signs_up_on_the_way_to_the_stage(dave, speakers, alice.page)
    erin = browser_of("erin", viewport={"width": 820, "height": 1180}).sign_up()
    erin_listens(erin.page, listeners)
    is_heard_and_read(dave.page, "Dave", by=erin.page)
    erin.expect_problem("410")  # her page, when she loads it anew
    dave.go()
    alice_revokes_the_link_for_listeners(alice.page, erin.page, listeners)
    bob = browser_of("bob", speech=voice(tmp_path, "Bob"), viewport=PHONE, has_touch=True).sign_up()
    bob_is_sent_the_space_and_declines_to_speak(alice.page, bob.page)
    bob_is_invited_again_and_comes_up_muted(alice.page, bob.page)
    is_heard_and_read(bob.page, "Bob", by=alice.page, so_far=("Dave",))
    alice_thinks_better_of_inviting_erin(alice.page, erin)


def voice(folder: Path, name: str) -> Path:
    return speech.write(folder / f"{name}.wav", speech.talk(*VOICES[name], pause_seconds=1.0))


# ---- the steps -------------------------------------------------------------------------------------------------------


def make_link(alice: Page, kind: str) -> str:
    """Through the share sheet, for any number of people until the Space ends."""
    sheet(alice).get_by_role("button", name="Share this Space").click()
    dialog = alice.get_by_role("dialog", name="Share this Space")
    dialog.get_by_role("radio", name=kind).check(force=True)
    dialog.get_by_label("Works for").select_option("end")
    dialog.get_by_label("Lets in").select_option("any")
    dialog.get_by_role("button", name="Make a link").click()
    expect(alice.get_by_text("Your link is ready").first).to_be_visible()
    row = dialog.get_by_role("listitem").filter(has_text=f"For {kind.lower()}")
    url = row.get_by_label("Address of this link").input_value()
    alice.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    return url


def dave_signs_up_on_the_way_to_the_stage(dave: Visitor, url: str, alice: Page) -> None:
    """Wavering between sign-up and log-in, as one does."""
    dave.page.goto(url)
    main = dave.page.get_by_role("main")
    expect(main.get_by_role("heading", name="Alice invites you to speak")).to_be_visible()
    main.get_by_role("link", name="Sign up and join").click()
    dave.page.get_by_role("main").get_by_role("link", name="Log in").click()
    dave.page.get_by_role("main").get_by_role("link", name="Sign up").click()
    for label, words in (("Name", "Dave"), ("Handle", "dave"), ("Password", PASSWORD)):
        dave.page.get_by_label(label, exact=True).fill(words)
    dave.page.get_by_role("button", name="Sign up").click()
    dave.page.wait_for_url(url)
    dave.page.get_by_role("main").get_by_role("button", name="Join as speaker").click()
    go_in(dave.page)
    in_the_room(dave.page)
    expect(dave.page.get_by_role("button", name="Unmute your microphone")).to_be_enabled(timeout=ENTERS_MS)
    expect(seat(alice, "Dave, Speaker, muted")).to_be_visible(timeout=ENTERS_MS)


def erin_listens(erin: Page, url: str) -> None:
    erin.goto(url)
    expect(erin.get_by_role("heading", name="Alice invites you to listen")).to_be_visible()
    expect(erin.get_by_role("button", name="Join as speaker")).to_have_count(0)
    erin.get_by_role("button", name="Join as listener").click()
    go_in(erin)
    in_the_room(erin)
    expect(sheet(erin).get_by_role("button", name="Request")).to_be_visible()


def is_heard_and_read(page: Page, name: str, *, by: Page, so_far: tuple[str, ...] = ()) -> None:
    """On stage by link or by message, they open the microphone: their voice and their words arrive."""
    unmute(page)
    expect_speaking(by, name)
    assert_hears(by, speech.talk(*VOICES[name], pause_seconds=1.0))
    wait_until_recognised(by, {who: VOICES[who][1] for who in (*so_far, name)}, least=1)
    page.get_by_role("button", name="Mute your microphone", exact=True).click()


def alice_revokes_the_link_for_listeners(alice: Page, erin: Page, url: str) -> None:
    sheet(alice).get_by_role("button", name="Share this Space").click()
    dialog = alice.get_by_role("dialog", name="Share this Space")
    dialog.get_by_role("button", name="Revoke the link for listeners").click()
    alice.get_by_role("dialog", name="Revoke this link?").get_by_role("button", name="Revoke").click()
    expect(dialog.get_by_role("button", name="Revoke the link for listeners")).to_have_count(0)
    alice.keyboard.press("Escape")
    expect(sheet(erin).get_by_role("button", name="Request")).to_be_visible()  # who came by it stays
    answer = erin.request.get(url)
    assert answer.status == 410
    assert "This link was taken back" in answer.text()


def bob_is_sent_the_space_and_declines_to_speak(alice: Page, bob: Page) -> None:
    """By message, before he is there."""
    sheet(alice).get_by_role("button", name="Share this Space").click()
    dialog = alice.get_by_role("dialog", name="Share this Space")
    dialog.get_by_text("Send by message").click()
    dialog.get_by_role("radio", name="To speak").check(force=True)
    dialog.get_by_role("searchbox", name="Search people").fill("bob")
    dialog.get_by_role("link", name="Bob").click()
    expect(dialog.get_by_role("link", name="Bob").get_by_text("Sent")).to_be_visible()
    dialog.get_by_role("button", name="Close").click()
    bob.goto("/messages/alice/")
    bob.get_by_role("group", name="Live Space").get_by_role("link", name="Listen in").click()
    go_in(bob)
    in_the_room(bob)
    expect(question(bob)).to_be_visible()
    expect(seat(alice, "Bob")).to_have_count(0)
    expect(sheet(alice).get_by_role("button", name="Bob, listening, invited to speak")).to_be_visible()
    question(bob).get_by_role("button", name="Decline").click()
    expect(question(bob)).to_be_hidden()
    expect(alice.get_by_text("Bob does not want to speak now").first).to_be_visible()
    expect(sheet(bob).get_by_role("button", name="Request")).to_be_visible()


def bob_is_invited_again_and_comes_up_muted(alice: Page, bob: Page) -> None:
    """He puts the question off first; it waits in the room."""
    invite(alice, "Bob")
    expect(question(bob)).to_be_visible()
    bob.keyboard.press("Escape")
    expect(question(bob)).to_be_hidden()
    sheet(bob).get_by_role("button", name="Answer").click()
    question(bob).get_by_role("button", name="Join the stage, muted").click()
    expect(bob.get_by_role("button", name="Unmute your microphone")).to_be_enabled()
    expect(seat(alice, "Bob, Speaker, muted")).to_be_visible()


def alice_thinks_better_of_inviting_erin(alice: Page, erin: Visitor) -> None:
    """Erin is elsewhere meanwhile: she finds the invitation when she comes, until it is taken back."""
    invite(alice, "Erin")
    expect(question(erin.page)).to_be_visible()
    erin.page.reload()
    expect(erin.page.get_by_role("region", name="The Space you are in").get_by_text("invites you to speak")).to_be_visible(
        timeout=ENTERS_MS
    )
    # Her page tells what changed a third of a second later, all at once: what came and went meanwhile was no news.
    expect(erin.page.locator("toast-shelf").get_by_text("invites you to speak")).to_be_visible()
    sheet(alice).locator("space-hearers").get_by_role("button", name="Erin").click(timeout=ENTERS_MS)
    alice.get_by_role("menuitem", name="Take the invitation back").click()
    expect(erin.page.get_by_text("The host took the invitation back").first).to_be_visible()
    erin.page.get_by_role("button", name="Open the Space").click()
    expect(sheet(erin.page).get_by_role("button", name="Request")).to_be_visible()
    expect(question(erin.page)).to_be_hidden()


# ---- where things are ------------------------------------------------------------------------------------------------


def invite(alice: Page, name: str) -> None:
    sheet(alice).locator("space-hearers").get_by_role("button", name=name).click()
    alice.get_by_role("menuitem", name="Invite to the stage").click()


def question(page: Page) -> Locator:
    return page.get_by_role("dialog", name="invites you to speak")


def in_the_room(page: Page) -> None:
    expect(sheet(page).get_by_role("heading", name=TITLE)).to_be_visible(timeout=ENTERS_MS)
