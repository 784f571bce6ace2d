"""`make screenshots`: pictures of the demo for the README, phone and desktop, light and dark, in docs/screenshots/."""

import itertools
import tempfile
from pathlib import Path

from playwright.sync_api import Playwright, expect, sync_playwright

from tests.e2e import speech, stage
from tests.e2e.visitors import Visitor
from tests.running_site import BASE_DIR, Site, running_site

FOLDER = BASE_DIR / "docs" / "screenshots"
PASSWORD = "linnet-demo"
SIZES = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1440, "height": 900}}
THEMES = ("light", "dark")
PAGES = {"home": "/", "spaces": "/spaces/", "messages": "/messages/alice/"}
TITLE = "What the city sounds like at five"


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        running_site(Path(folder), goes_first=True, SEED="1") as site,
        sync_playwright() as playwright,
    ):
        wav = speech.write(Path(folder) / "alice.wav", speech.talk("slt", [1, 2, 3, 4]))
        alice = at_home(playwright, site, "alice", speech=wav)
        say_a_tweet(alice, "The bakery at five. Wait for the second voice.")
        start_a_space(alice)
        guests = [enter_the_space(at_home(playwright, site, handle)) for handle in ("kwame", "ines", "samir", "hana", "ruth")]
        for guest in guests[:3]:
            bring_to_the_stage(alice, guest)
        for (size, viewport), theme in itertools.product(SIZES.items(), THEMES):
            take_pictures(at_home(playwright, site, "bob", viewport=viewport, color_scheme=theme), f"{size}-{theme}")
        for visitor in [alice, *guests]:
            visitor.go()


def at_home(playwright: Playwright, site: Site, handle: str, **options: object) -> Visitor:
    visitor = Visitor.arrive(playwright, site.url, handle, **options)  # type: ignore[arg-type]
    visitor.page.goto("/accounts/login/")
    visitor.page.get_by_label("Handle or e-mail", exact=True).fill(handle)
    visitor.page.get_by_label("Password", exact=True).fill(PASSWORD)
    visitor.page.get_by_role("main").get_by_role("button", name="Log in", exact=True).click()
    visitor.page.wait_for_url("/")
    return visitor


def say_a_tweet(author: Visitor, text: str) -> None:
    composer = author.page.locator("main tweet-composer").first
    composer.locator("textarea").first.fill(text)
    composer.get_by_role("button", name="Voice", exact=True).click()
    author.page.wait_for_timeout(6_000)  # some words
    composer.get_by_role("button", name="Finish the recording").click()
    expect(composer.locator("voice-player")).to_contain_text("everybody", timeout=60_000)
    composer.get_by_role("button", name="Tweet", exact=True).click()
    expect(author.page.get_by_role("article").filter(has_text=text)).to_have_count(1, timeout=20_000)


def start_a_space(host: Visitor) -> None:
    stage.start_a_space(host.page, TITLE)
    stage.unmute(host.page)


def enter_the_space(visitor: Visitor) -> Visitor:
    visitor.page.goto("/spaces/")
    visitor.page.get_by_role("main").locator("[data-enter-space]").first.click()
    stage.go_in(visitor.page)
    expect(visitor.page.locator("space-sheet").get_by_role("heading", name=TITLE)).to_be_visible(timeout=20_000)
    return visitor


def bring_to_the_stage(host: Visitor, guest: Visitor) -> None:
    guest.page.locator("space-sheet").get_by_role("button", name="Request").click()
    host.page.locator("space-sheet").get_by_role("button", name="Bring").click()
    expect(guest.page.get_by_role("button", name="Unmute your microphone")).to_be_visible()


def take_pictures(visitor: Visitor, kind: str) -> None:
    for name, path in PAGES.items():
        visitor.page.goto(path)
        visitor.page.wait_for_load_state("networkidle")
        visitor.page.screenshot(path=FOLDER / f"{name}-{kind}.png")
    visitor.page.goto("/")
    visitor.page.get_by_role("link", name="Fleets by").first.click()
    visitor.page.wait_for_timeout(1_000)  # until it stands still
    visitor.page.screenshot(path=FOLDER / f"fleet-{kind}.png")
    visitor.page.keyboard.press("Escape")
    enter_the_space(visitor)
    visitor.page.wait_for_timeout(2_000)  # until somebody is heard
    visitor.page.locator("space-sheet").get_by_role("button", name="React").click()
    visitor.page.get_by_role("menuitem", name="Applause").click()
    visitor.page.wait_for_timeout(500)
    visitor.page.screenshot(path=FOLDER / f"space-{kind}.png")
    visitor.go()


if __name__ == "__main__":
    main()
