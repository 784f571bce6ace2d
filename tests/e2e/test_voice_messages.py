"""Alice and bob say something to each other in private, each with a real voice: heard, read and found."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import speech
from tests.e2e.test_groups import field, log
from tests.e2e.test_voice import MADE_MS

WORDS_MS = 120_000


@pytest.fixture
def voices(tmp_path):
    return {
        name: speech.write(tmp_path / f"{name}.wav", speech.talk(voice, [1], lead_seconds=0.5, pause_seconds=1.0))
        for name, voice in (("alice", "slt"), ("bob", "rms"))
    }


def test_alice_and_bob_say_something_to_each_other(browser_of, voices):
    alice = browser_of("alice", speech=voices["alice"], viewport={"width": 1440, "height": 900}).sign_up()
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    bob = browser_of("bob", speech=voices["bob"], **phone).sign_up()
    alice.page.goto("/messages/bob/")
    say(alice.page)
    bob.page.goto("/messages/alice/")
    bob.page.get_by_role("button", name="Accept").tap()
    listen(bob.page)
    say(bob.page)
    expect(log(alice.page).locator("[data-message] voice-player")).to_have_count(2, timeout=MADE_MS)
    expect(log(bob.page).locator(".clip__words").first).to_contain_text("welcome", ignore_case=True, timeout=WORDS_MS)
    bob.page.goto("/found/messages/?q=welcome")
    expect(bob.page.get_by_role("list", name="Messages found").get_by_role("link").first).to_be_visible()


def say(page: Page) -> None:
    """Recorded, listened to in peace, sent."""
    page.get_by_role("button", name="Record a voice message").click()
    expect(page.locator("voice-recorder[data-now=recording]")).to_be_visible()
    expect(page.get_by_role("button", name="Send", exact=True)).to_be_disabled()
    page.wait_for_timeout(7000)
    page.get_by_role("button", name="Finish the recording").click()
    expect(page.locator("voice-recorder[data-now=ready] voice-player")).to_be_visible(timeout=MADE_MS)
    before = log(page).locator("[data-message] voice-player").count()
    page.get_by_role("button", name="Send", exact=True).click()
    expect(log(page).locator("[data-message] voice-player")).to_have_count(before + 1)
    expect(page.locator("message-composer voice-recorder")).to_be_hidden()
    expect(field(page)).to_have_value("")


def listen(page: Page) -> None:
    player = log(page).locator("voice-player").first
    player.get_by_role("button", name="Play").click()
    expect(player.get_by_role("button", name="Pause")).to_be_visible()
    page.wait_for_timeout(1500)
    assert player.locator("[data-elapsed]").inner_text() != "0:00"
    player.get_by_role("button", name="Pause").click()
    expect(player.get_by_role("button", name="Play")).to_be_visible()
