"""What people do in a Space, step by step, for journeys that need it done."""

from playwright.sync_api import Locator, Page, expect

ENTERS_MS = 60_000
OPENS_MS = 60_000
SPEAKS_MS = 60_000


def start_a_space(page: Page, title: str) -> None:
    """On the page with the form, and in."""
    page.goto("/spaces/new/")
    form = page.get_by_role("main")
    form.get_by_label("What do you want to talk about?").fill(title)
    form.get_by_role("button", name="Start", exact=True).click()
    expect(sheet(page).get_by_role("heading", name=title)).to_be_visible(timeout=ENTERS_MS)


def enter(page: Page, title: str) -> None:
    page.goto("/spaces/")
    card = page.get_by_role("main").get_by_role("group", name="Live Space").filter(has_text=title)
    card.get_by_role("link", name="Listen in").click()
    go_in(page)
    expect(sheet(page).get_by_role("heading", name=title)).to_be_visible(timeout=ENTERS_MS)


def go_in(page: Page, *, hidden: bool = False) -> None:
    """Past the card that tells what is inside."""
    card = page.get_by_role("dialog", name="Before you go in")
    card.get_by_role("button", name="Enter hidden" if hidden else "Enter", exact=True).click()


def come_on_stage(host: Page, guest: Page, name: str) -> None:
    """The guest asks, the host agrees."""
    sheet(guest).get_by_role("button", name="Request").click()
    sheet(host).get_by_role("button", name=f"Bring {name} to the stage").click()
    expect(guest.get_by_role("button", name="Unmute your microphone")).to_be_visible()


def unmute(page: Page, *, captioned: bool = True) -> None:
    """Opens the microphone; to the question that comes first, the first time ever, the answer is `captioned`."""
    page.get_by_role("button", name="Unmute your microphone").click()
    question, closing = consent(page), page.get_by_role("button", name="Mute your microphone", exact=True)
    expect(question.or_(closing)).to_be_visible(timeout=OPENS_MS)
    if question.is_visible():
        answer(page, captioned=captioned)
    expect(closing).to_be_visible(timeout=OPENS_MS)


def consent(page: Page) -> Locator:
    """The question whether you want to be captioned."""
    return page.get_by_role("dialog", name="Captions of your voice")


def answer(page: Page, *, captioned: bool) -> None:
    consent(page).get_by_role("button", name="Caption me" if captioned else "Don't caption me", exact=True).click()


def sheet(page: Page) -> Locator:
    return page.locator("space-sheet")


def seat(page: Page, name: str) -> Locator:
    return sheet(page).locator("space-stage").get_by_role("button", name=name)


def captions(page: Page) -> Locator:
    return sheet(page).get_by_role("region", name="Captions")


def expect_speaking(page: Page, name: str) -> None:
    """The ring around the avatar, which follows what this page plays."""
    expect(seat(page, name).locator(".avatar--speaking")).to_be_visible(timeout=SPEAKS_MS)
