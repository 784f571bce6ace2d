"""Walking around: pages, searches and reloads leave the frame and the room as they were."""

from playwright.sync_api import Page, expect

from tests.e2e import speech

WIDE = {"width": 1440, "height": 900}


def test_a_search_from_the_side_shows_one_page_and_back_is_quiet(browser_of):
    page = browser_of("alice", viewport=WIDE).sign_up().page
    page.get_by_role("searchbox", name="Search Linnet").fill("kettle")
    page.keyboard.press("Enter")
    page.wait_for_url("**/explore/?q=kettle")
    expect(page.locator("main")).to_have_count(1)
    expect(page.locator("nav.nav")).to_have_count(1)
    for place, url in (("Spaces", "/spaces/"), ("Profile", "/@alice/"), ("Home", "/")):
        page.get_by_role("navigation", name="Main").get_by_role("link", name=place, exact=True).click()
        page.wait_for_url(url)
    for url in ("/@alice/", "/spaces/", "**/explore/?q=kettle"):
        page.go_back()
        page.wait_for_url(url)
    expect(page.locator("main")).to_have_count(1)


def test_bob_mentions_wren_by_keyboard_and_finds_what_he_wrote(browser_of):
    browser_of("wren").join()
    page = browser_of("bobby", viewport=WIDE).join().page
    page.goto("/")
    field = page.locator("#compose-field")
    field.press_sequentially("Good morning @wr")
    expect(page.get_by_role("listbox", name="Suggestions").get_by_role("option", name="@wren")).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Enter")
    expect(field).to_have_value("Good morning @wren ")
    expect(page.get_by_role("listbox")).to_have_count(0)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("article").filter(has_text="Good morning @wren")).to_be_visible()
    page.get_by_role("searchbox", name="Search Linnet").fill("MORNING @wren")
    page.keyboard.press("Enter")
    page.wait_for_url("**/explore/?q=MORNING*")
    expect(page.get_by_role("article").filter(has_text="Good morning @wren")).to_be_visible()


def test_a_reload_comes_back_into_the_room_and_leaving_does_not(browser_of, tmp_path):
    wav = speech.write(tmp_path / "alice.wav", speech.talk("slt", [1]))
    page = browser_of("bob", speech=wav, viewport=WIDE).sign_up().page
    start(page, "A room that stays")
    page.reload()
    dock = page.get_by_role("region", name="The Space you are in")
    expect(dock.get_by_text("A room that stays")).to_be_visible(timeout=20_000)
    dock.get_by_role("button", name="Open the Space").click()
    expect(page.get_by_role("button", name="Unmute your microphone")).to_be_enabled(timeout=20_000)
    page.locator("space-sheet").get_by_role("button", name="End").click()
    page.get_by_role("dialog", name="End this Space?").get_by_role("button", name="End the Space").click()
    expect(page.get_by_role("heading", name="This Space has ended")).to_be_visible()
    page.reload()
    page.wait_for_timeout(1_000)
    expect(dock).to_be_hidden()


def start(page: Page, title: str) -> None:
    page.goto("/spaces/new/")
    page.get_by_role("main").get_by_label("What do you want to talk about?").fill(title)
    page.get_by_role("main").get_by_role("button", name="Start", exact=True).click()
    expect(page.get_by_role("button", name="Unmute your microphone")).to_be_visible(timeout=20_000)
