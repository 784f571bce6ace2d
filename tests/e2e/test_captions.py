"""What is said can be read: under the right name, by those who come late, and never of those who refuse."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e import speech
from tests.e2e.reading import READS_SECONDS, lines, names, wait_until_recognised
from tests.e2e.stage import answer, captions, come_on_stage, consent, enter, expect_speaking, seat, sheet, start_a_space, unmute
from tests.e2e.visitors import Visitor
from tests.running_site import BASE_DIR, Site, running_site, standing

pytestmark = pytest.mark.alone

READS_MS = 1_000 * READS_SECONDS
PHONE = {"width": 390, "height": 844}
TABLET = {"width": 820, "height": 1180}
DESKTOP = {"width": 1440, "height": 900}


@pytest.fixture
def site(tmp_path) -> Iterator[Site]:
    """A Linnet of each test's own: whoever was asked once is not asked again."""
    with running_site(tmp_path / "site", goes_first=True) as site:
        yield site


@pytest.fixture
def alice(browser_of, tmp_path) -> Visitor:
    wav = speech.write(tmp_path / "alice.wav", speech.talk("slt", range(1, 5), pause_seconds=1.5))
    return browser_of("alice", speech=wav, viewport=DESKTOP).join()


@pytest.fixture
def bob(browser_of, tmp_path) -> Visitor:
    wav = speech.write(tmp_path / "bob.wav", speech.talk("rms", range(5, 9), pause_seconds=1.5))
    return browser_of("bob", speech=wav, viewport=PHONE, has_touch=True).join()


def test_bob_reads_what_alice_says(alice, bob):
    start_a_space(alice.page, "Dawn chorus")
    enter(bob.page, "Dawn chorus")
    expect(captions(bob.page).get_by_text("Nobody has spoken yet")).to_be_visible()
    alice_is_asked_before_her_microphone_opens(alice.page, bob.page)
    bob_reads_her_words_under_her_name(bob.page)
    bob_switches_captions_off_and_that_is_remembered(bob.page)
    bob_finds_what_was_said_before_he_came_back(bob.page)
    bob_makes_them_larger_and_that_is_remembered(bob.page)
    alice_finds_the_same_choice_in_settings(alice.page, bob.page)


def test_bob_refuses_captions_and_is_heard_but_not_read(alice, bob, browser_of):
    start_a_space(alice.page, "Dawn chorus")
    enter(bob.page, "Dawn chorus")
    come_on_stage(alice.page, bob.page, "Bob")
    unmute(bob.page, captioned=False)
    charlie = browser_of("charlie", viewport=TABLET).join()
    enter(charlie.page, "Dawn chorus")
    expect(seat(charlie.page, "Bob, Speaker, microphone on, not captioned")).to_be_visible()
    expect(seat(charlie.page, "Bob").get_by_text("not captioned", exact=True)).to_be_visible()
    expect(seat(charlie.page, "Bob").locator(".avatar--speaking")).to_be_visible(timeout=READS_MS)
    unmute(alice.page)
    expect(lines(charlie.page).nth(2)).to_be_visible(timeout=READS_MS)
    assert names(charlie.page) == {"Alice"}
    bob_changes_his_mind(bob.page, charlie.page)


# Nobody says what another says: the words tell who said them.
FOUR = {
    "Alice": ("slt", range(1, 9)),
    "Bob": ("rms", range(10, 18)),
    "Charlie": ("slt", range(19, 27)),
    "Dave": ("rms", range(28, 36)),
}


def test_four_people_speak_at_once_and_each_is_read_under_their_own_name(browser_of, tmp_path):
    alice, *guests = (someone_of_the_four(browser_of, tmp_path, name).page for name in FOUR)
    start_a_space(alice, "Dawn chorus")
    for page, name in zip(guests, list(FOUR)[1:], strict=True):
        enter(page, "Dawn chorus")
        come_on_stage(alice, page, name)
    for page in (alice, *guests):
        unmute(page)
    for name in list(FOUR)[1:]:
        expect_speaking(alice, name)
    said = {"You" if name == "Alice" else name: numbers for name, (_voice, numbers) in FOUR.items()}
    wait_until_recognised(alice, said, least=2)


@pytest.mark.pure
def test_bob_reads_back_as_far_as_he_likes(site, alice, bob):
    start_a_space(alice.page, "Dawn chorus")
    alice_has_said_much(site, 130)
    expect(captions(alice.page).get_by_text("Line 129 of the morning")).to_be_visible(timeout=READS_MS)
    enter(bob.page, "Dawn chorus")
    expect(lines(bob.page)).to_have_count(50)
    expect(captions(bob.page).get_by_text("Line 129 of the morning")).to_be_in_viewport()
    bob_scrolls_up_and_what_he_reads_stays_where_it_is(alice.page, bob.page)
    bob_reads_from_the_first_line(bob.page)
    captions(bob.page).get_by_role("button", name=re.compile("new line|Latest")).click()
    expect(lines(bob.page).last).to_be_in_viewport()


@pytest.mark.pure
def test_a_space_in_a_language_without_captions_says_so(alice, bob):
    alice.page.goto("/spaces/new/")
    form = alice.page.get_by_role("main")
    language = form.get_by_label("Spoken language")
    expect(language).to_have_value("en")
    expect(form.get_by_text("With live captions", exact=True)).to_be_visible()
    language.select_option(label="Deutsch")
    expect(form.get_by_text("No captions in this language yet")).to_be_visible()
    form.get_by_label("What do you want to talk about?").fill("Vogelstimmen")
    form.get_by_role("button", name="Start", exact=True).click()
    expect(captions(alice.page).get_by_text("No captions in this language yet (Deutsch)")).to_be_visible(timeout=READS_MS)
    alice.page.get_by_role("button", name="Unmute your microphone").click()
    expect(alice.page.get_by_role("button", name="Mute your microphone", exact=True)).to_be_visible(timeout=READS_MS)


def someone_of_the_four(browser_of, folder, name: str) -> Visitor:
    voice, numbers = FOUR[name]
    wav = speech.write(folder / f"{name}.wav", speech.talk(voice, numbers, pause_seconds=1.0))
    return browser_of(name.lower(), speech=wav, viewport=PHONE).join()


# ---- the steps -------------------------------------------------------------------------------------------------------


def alice_is_asked_before_her_microphone_opens(alice: Page, bob: Page) -> None:
    alice.get_by_role("button", name="Unmute your microphone").click()
    expect(consent(alice)).to_be_visible()
    alice.wait_for_timeout(1_500)
    expect(seat(bob, "Alice, Host, muted")).to_be_visible()
    alice.keyboard.press("Escape")
    expect(consent(alice)).to_be_hidden()
    expect(alice.get_by_role("button", name="Unmute your microphone")).to_be_visible()
    alice.get_by_role("button", name="Unmute your microphone").click()
    answer(alice, captioned=True)
    expect(seat(bob, "Alice, Host, microphone on")).to_be_visible(timeout=READS_MS)
    alice.get_by_role("button", name="Mute your microphone", exact=True).click()
    alice.get_by_role("button", name="Unmute your microphone").click()
    expect(alice.get_by_role("button", name="Mute your microphone", exact=True)).to_be_visible()  # nobody is asked twice


def bob_reads_her_words_under_her_name(bob: Page) -> None:
    expect(lines(bob).first).to_be_visible(timeout=READS_MS)
    expect(
        captions(bob)
        .get_by_text(re.compile("open conversation|thank you alice|short questions|raise your hand", re.IGNORECASE))
        .first
    ).to_be_visible(timeout=READS_MS)
    assert names(bob) == {"Alice"}
    expect(captions(bob).get_by_role("status")).to_contain_text("Alice: ")


def bob_switches_captions_off_and_that_is_remembered(bob: Page) -> None:
    switch = sheet(bob).get_by_role("button", name="Captions", exact=True)
    expect(switch).to_have_attribute("aria-pressed", "true")
    switch.click()
    expect(captions(bob)).to_be_hidden()
    bob.reload()
    bob.locator("space-dock [data-dock-open]").click()
    expect(switch).to_have_attribute("aria-pressed", "false")
    expect(captions(bob)).to_be_hidden()
    bob.locator("space-sheet").focus()
    bob.keyboard.press("c")
    expect(captions(bob)).to_be_visible()


def bob_finds_what_was_said_before_he_came_back(bob: Page) -> None:
    before = lines(bob).all_inner_texts()
    assert before
    bob.reload()
    bob.locator("space-dock [data-dock-open]").click()
    expect(lines(bob).first).to_be_visible()
    assert lines(bob).all_inner_texts()[: len(before)] == before


def bob_makes_them_larger_and_that_is_remembered(bob: Page) -> None:
    small = height_of(lines(bob).first)
    captions(bob).get_by_role("button", name="How captions look").click()
    for look in ("Very large", "Black"):
        bob.locator("label", has=bob.get_by_role("radio", name=look)).click()
    bob.keyboard.press("Escape")
    bob.reload()
    bob.locator("space-dock [data-dock-open]").click()
    expect(lines(bob).first).to_be_visible()
    assert height_of(lines(bob).first) > small
    assert captions(bob).evaluate("strip => getComputedStyle(strip).backgroundColor") in ("rgb(0, 0, 0)", "oklch(0 0 0)")


def alice_finds_the_same_choice_in_settings(alice: Page, bob: Page) -> None:
    sheet(alice).get_by_role("button", name="Minimise").click()
    alice.goto("/settings/profile/")
    choices = alice.get_by_role("group", name="Captions of your voice")
    expect(choices.get_by_role("button", name="Caption me", exact=True)).to_have_attribute("aria-pressed", "true")
    choices.get_by_role("button", name="Don't caption me").click()
    expect(choices.get_by_role("button", name="Don't caption me")).to_have_attribute("aria-pressed", "true")
    expect(seat(bob, "Alice").get_by_text("not captioned", exact=True)).to_be_visible()


def bob_changes_his_mind(bob: Page, charlie: Page) -> None:
    sheet(bob).get_by_role("button", name="More about this Space").click()
    choice = bob.get_by_role("menuitemcheckbox", name="Caption my voice")
    expect(choice).to_have_attribute("aria-checked", "false")
    choice.click()
    expect(seat(charlie, "Bob").get_by_text("not captioned", exact=True)).to_be_hidden()
    expect(captions(charlie).get_by_text("Bob", exact=True).first).to_be_visible(timeout=READS_MS)


def alice_has_said_much(site: Site, count: int) -> None:
    """Lines as a long evening leaves them."""
    environment = {**os.environ, **standing(site.log.parent)}
    command = [sys.executable, str(BASE_DIR / "manage.py"), "shell", "--command", SAY_MUCH.format(count=count)]
    subprocess.run(command, env=environment, check=True)


SAY_MUCH = """
from datetime import timedelta
from django.utils import timezone
from apps.core.ids import id_of
from apps.spaces.models import Space
space = Space.objects.live().get()
for number in range({count}):
    began_at = space.started_at + timedelta(milliseconds=number)
    space.captions.create(id=id_of(began_at), person=space.host, began_ms=number, ended_ms=number + 1, state="ready", text=f"line {{number}} of the morning")
"""


def bob_scrolls_up_and_what_he_reads_stays_where_it_is(alice: Page, bob: Page) -> None:
    roll = captions(bob).get_by_role("group", name="What was said")
    roll.hover()
    bob.mouse.wheel(0, -300)
    expect(captions(bob).get_by_role("button", name="Latest")).to_be_visible()
    read = captions(bob).get_by_text("Line 120 of the morning")
    place = read.bounding_box()
    unmute(alice)
    expect(captions(bob).get_by_role("button", name="new line")).to_be_visible(timeout=READS_MS)
    assert read.bounding_box() == place


def bob_reads_from_the_first_line(bob: Page) -> None:
    roll = captions(bob).get_by_role("group", name="What was said")
    expect(captions(bob).get_by_role("button", name="Earlier lines")).to_be_visible()
    for oldest in (30, 0):
        roll.press("Home")
        expect(captions(bob).get_by_text(f"Line {oldest} of the morning")).to_have_count(1)
    expect(captions(bob).get_by_role("button", name="Earlier lines")).to_be_hidden()
    numbers = [int(text.split()[1]) for text in lines(bob).all_inner_texts() if text.lower().startswith("line ")]
    assert numbers == list(range(130))


# ---- where things are ------------------------------------------------------------------------------------------------


def height_of(line: Locator) -> float:
    box = line.bounding_box()
    assert box
    return box["height"]
