"""Voice Tweets: recorded with a real voice, heard, read along, found."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import speech
from tests.e2e.test_for_everyone import serious

MADE_MS = 60_000
LINE = 1  # "good evening everybody and welcome to our first open conversation tonight"
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}

# Holds on to the one sound element of the page, which is not in its document, and listens to what comes out of it.
_LISTEN = """
window.AudioPlain = window.Audio;
window.Audio = function () { return (window.heardFrom = new AudioPlain()); };
window.listenIn = () => {
  const context = new AudioContext();
  const ear = context.createAnalyser();
  ear.fftSize = 32768;
  context.createMediaStreamSource(window.heardFrom.captureStream()).connect(ear);
  window.loudest = 0;
  setInterval(() => {
    const samples = new Float32Array(ear.fftSize);
    ear.getFloatTimeDomainData(samples);
    window.loudest = Math.max(window.loudest, ...samples.map(Math.abs));
  }, 100);
};
"""


@pytest.fixture
def voice(tmp_path):
    """What alice says, over and over."""
    return speech.write(tmp_path / "alice.wav", speech.talk("slt", [LINE], lead_seconds=0.5, pause_seconds=1.0))


def record(page: Page, seconds: float) -> None:
    """In the composer that is open."""
    page.get_by_role("button", name="Voice", exact=True).first.click()
    expect(page.locator("voice-recorder[data-now=recording]")).to_be_visible()
    page.wait_for_timeout(seconds * 1000)
    page.get_by_role("button", name="Finish the recording").click()
    expect(page.locator("voice-recorder[data-now=ready] voice-player")).to_be_visible(timeout=MADE_MS)


def until(page: Page, condition: str) -> None:
    """`wait_for_function` is against the content security policy."""
    for _ in range(300):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(100)
    raise AssertionError(condition)


def is_playing(page: Page) -> bool:
    return page.evaluate("Boolean(window.heardFrom && !window.heardFrom.paused)")


@pytest.mark.parametrize("device", [{}, PHONE], ids=["desktop", "phone"])
def test_alice_says_something_and_bob_hears_reads_and_finds_it(browser_of, voice, device, request):
    alice = browser_of("alice" + request.node.callspec.id[0], speech=voice, **device).sign_up("Alice")
    page = alice.page
    if device:
        page.goto("/tweets/new/")
    else:
        page.locator("#compose-field").click()
    record(page, 9)
    expect(page.get_by_role("button", name="Tweet", exact=True).last).to_be_enabled()
    page.locator("main [data-send]").click()
    expect(page.get_by_text("Your Tweet is out")).to_be_visible()

    bob = browser_of("bob" + request.node.callspec.id[0], **device).sign_up("Bob")
    ear = bob.page
    ear.add_init_script(_LISTEN)
    ear.goto(f"/@{alice.handle}/")
    player = ear.locator("main voice-player")
    expect(player).to_have_count(1)
    player.get_by_role("button", name="Play").click()
    expect(player.get_by_role("button", name="Pause")).to_be_visible()
    ear.evaluate("listenIn()")
    until(ear, "window.loudest > 0.1")
    until(ear, "window.heardFrom.currentTime > 1")

    # The sound goes on wherever he goes, in reach at the bottom.
    ear.get_by_role("link", name="Explore").locator("visible=true").first.click()
    ear.wait_for_url("**/explore/")
    dock = ear.get_by_role("region", name="The recording that plays")
    expect(dock).to_be_visible()
    assert is_playing(ear)
    assert not serious(ear, "voice")
    dock.get_by_role("button", name="Pause").click()
    assert not is_playing(ear)

    # Its words come by themselves once they are written down, are read and found.
    ear.goto(f"/@{alice.handle}/")
    words = ear.locator("main voice-player .clip__words")
    expect(words).to_contain_text(re.compile("everybody|conversation"), timeout=2 * MADE_MS)
    assert not serious(ear, "voice")
    found = "conversation" if "conversation" in words.inner_text() else "everybody"
    ear.goto(f"/explore/?q={found}")
    expect(ear.locator("main article", has_text=f"@{alice.handle}").locator("voice-player")).to_have_count(1)


def test_it_is_played_by_keyboard_from_where_one_wants(browser_of, voice):
    carol = browser_of("carol", speech=voice).sign_up()
    page = carol.page
    page.add_init_script(_LISTEN)
    page.goto("/")
    page.locator("#compose-field").click()
    record(page, 8)
    expect(page.locator("voice-recorder voice-player").get_by_role("button", name="Play")).to_be_focused()
    slider = page.locator("voice-recorder voice-player").get_by_role("slider", name="Position")
    slider.focus()
    page.keyboard.press("ArrowRight")
    until(page, "window.heardFrom?.currentTime >= 5")
    page.keyboard.press("Home")
    until(page, "window.heardFrom.currentTime < 4")
    speed = page.locator("voice-recorder voice-player [data-speed]")
    for words in ("1.25×", "1.5×", "2×"):
        speed.click()
        expect(speed).to_have_text(words)
    assert page.evaluate("window.heardFrom.playbackRate") == 2
    slider.press("Escape")  # ends the sound; what was recorded stays
    until(page, "window.heardFrom.paused")
    expect(page.locator("voice-recorder voice-player")).to_have_count(1)
    page.locator("voice-recorder [data-shown=ready]").get_by_role("button", name="Discard the recording").click()
    expect(page.locator("voice-recorder voice-player")).to_have_count(0)


def test_escape_ends_a_recording_and_a_film_is_refused_by_name(browser_of, voice):
    dora = browser_of("dora", speech=voice).sign_up()
    page = dora.page
    page.locator("#compose-field").click()
    page.get_by_role("button", name="Voice", exact=True).click()
    expect(page.locator("voice-recorder[data-now=recording]")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("main voice-recorder")).to_be_hidden()
    from tests.clips import recordings

    page.locator("main voice-recorder [data-file]").set_input_files(
        {"name": "a.mp4", "mimeType": "video/mp4", "buffer": recordings.film("mp4")}
    )
    expect(page.get_by_text("This is a video.")).to_be_visible(timeout=MADE_MS)


def test_alice_puts_her_words_right(browser_of, voice):
    """Whatever the recogniser made of them."""
    erin = browser_of("erin", speech=voice).sign_up()
    page = erin.page
    page.locator("#compose-field").click()
    record(page, 6)
    page.locator("main [data-send]").click()
    expect(page.locator("main article voice-player")).to_be_visible()
    correct = page.locator("main article voice-player .clip__correct")
    for _ in range(60):
        page.goto("/@erin/")
        if correct.count():
            break
        page.wait_for_timeout(1000)
    page.locator("main voice-player details").evaluate("(more) => (more.open = true)")
    correct.click()
    expect(page.get_by_role("heading", name="Transcript")).to_be_visible()
    assert not serious(page, "clip_words")
    page.locator("[name=caption]").first.fill("The nightingale answers")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The captions are saved.")).to_be_visible()
    page.goto("/explore/?q=nightingale")
    expect(page.locator("main voice-player")).to_contain_text("The nightingale answers")
