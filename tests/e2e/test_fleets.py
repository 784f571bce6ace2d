"""Alice says something for a day on her phone; bob sees it, answers and reacts; she learns who looked; then its day is over."""

from playwright.sync_api import Page, expect

from tests import images
from tests.e2e.conftest import BrowserOf
from tests.e2e.test_for_everyone import serious
from tests.e2e.visitors import Visitor

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
COMES_MS = 20_000
MADE_MS = 60_000
DAY_MS = 86_400_000


def come(browser_of: BrowserOf, author: str, follower: str) -> tuple[Visitor, Visitor]:
    """Both on phones; the one follows the other."""
    one, other = browser_of(author, **PHONE).join(), browser_of(follower, **PHONE).join()
    other.page.goto(f"/@{author}/")
    name = f"Follow {author.title()}"
    other.page.get_by_role("main").get_by_role("button", name=name).click()
    expect(other.page.get_by_role("main").get_by_role("button", name=name, pressed=True)).to_be_visible()
    return one, other


def test_alice_swipes_and_bob_sees_answers_and_is_seen(browser_of):
    alice, bob = come(browser_of, "alice", "bob")
    bob.page.goto("/")
    alice.page.goto("/")
    problems = alice_swipes_and_says_something(alice)
    problems += bob_sees_the_ring_opens_it_and_answers(bob.page)
    problems += alice_reads_the_answer_and_who_has_seen_it(alice.page)
    it_goes_off_the_screen_when_its_day_is_over(bob)
    assert not problems, "\n".join(problems)


def test_a_picture_is_sent_described_muted_and_taken_back(browser_of):
    charlie, dave = come(browser_of, "charlie", "dave")
    dave.expect_problem("404")
    page = charlie.page
    page.goto("/fleets/new/")
    page.locator("main .studio__tabs label").nth(1).click()
    file = {"name": "wire.jpg", "mimeType": "image/jpeg", "buffer": images.jpeg(900, 1400)}
    page.locator("main .studio__pane--photo [data-file]").set_input_files(file)
    page.get_by_label("Words on the picture").fill("Same wire, same three")
    page.get_by_label("Describe the picture").fill("Three birds on a wire")
    expect(page.locator("main [data-send]")).to_be_enabled(timeout=MADE_MS)
    page.wait_for_timeout(600)
    page.reload()  # nothing of it is lost
    expect(page.get_by_label("Describe the picture")).to_have_value("Three birds on a wire")
    page.get_by_role("button", name="Fleet it").click()
    page.wait_for_url("/")
    reader = dave.page
    reader.goto("/")
    ring(reader, "New Fleets by Charlie").click()
    expect(viewer(reader).get_by_role("img", name="Three birds on a wire")).to_be_visible()
    viewer(reader).get_by_label("More about this Fleet").click()
    viewer(reader).get_by_role("button", name="Mute their Fleets").click()
    expect(ring(reader, "Fleets by Charlie, seen")).to_have_count(0, timeout=COMES_MS)
    page.get_by_role("link", name="Your Fleets").click()
    viewer(page).get_by_label("More about this Fleet").click()
    viewer(page).get_by_role("button", name="Delete").click()
    page.get_by_role("dialog", name="Delete this Fleet?").get_by_role("button", name="Delete").click()
    expect(viewer(page)).to_be_hidden()
    expect(viewer(reader)).to_be_hidden(timeout=COMES_MS)  # taken back while he looks


def test_what_is_said_aloud_is_heard(browser_of):
    erin, frank = come(browser_of, "erin", "frank")
    page, reader = erin.page, frank.page
    page.goto("/")
    page.get_by_role("link", name="Add a Fleet").click()
    studio = page.get_by_role("dialog", name="New Fleet")
    studio.locator(".studio__tabs label").nth(2).click()
    studio.get_by_role("button", name="Record", exact=True).click()
    page.wait_for_timeout(2500)
    studio.get_by_role("button", name="Finish the recording").click()
    expect(studio.get_by_role("button", name="Fleet it")).to_be_enabled(timeout=MADE_MS)
    problems = serious(page, "the creator with a recording")
    studio.get_by_role("button", name="Fleet it").click()
    expect(studio).to_be_hidden()
    reader.goto("/")
    ring(reader, "New Fleets by Erin").click()
    player = viewer(reader).locator("voice-player")
    player.get_by_role("button", name="Play", exact=True).click()
    expect(player.get_by_role("button", name="Pause", exact=True)).to_be_visible()
    expect(player.locator("[data-elapsed]")).not_to_have_text("0:00", timeout=COMES_MS)
    problems += serious(reader, "a Fleet that is heard")
    reader.keyboard.press("Escape")
    expect(viewer(reader)).to_be_hidden()
    assert not problems, "\n".join(problems)


# ---- the steps -------------------------------------------------------------------------------------------------------


def alice_swipes_and_says_something(alice: Visitor) -> list[str]:
    page = alice.page
    swipe(alice, 60, 330)
    studio = page.get_by_role("dialog", name="New Fleet")
    words = studio.get_by_role("textbox", name="Your words")
    words.fill("The baker whistles back")
    words.blur()
    for _tab in ("photo", "voice", "space"):
        swipe(alice, 330, 60)
    expect(studio.get_by_role("link", name="Start a Space")).to_be_visible()
    studio.get_by_role("link", name="Close. What you made is kept").click()
    expect(studio).to_be_hidden()
    page.get_by_role("link", name="Add a Fleet").click()
    studio.locator(".studio__tabs label").first.click()
    expect(words).to_have_value("The baker whistles back")
    studio.get_by_role("radio", name="Lake").check(force=True)
    problems = serious(page, "the creator")
    studio.get_by_role("button", name="Fleet it").click()
    expect(studio).to_be_hidden()
    expect(ring(page, "Your Fleets")).to_be_visible(timeout=COMES_MS)
    return problems


def bob_sees_the_ring_opens_it_and_answers(page: Page) -> list[str]:
    """The ring comes by itself; the keyboard is enough to open, pause and close."""
    expect(ring(page, "New Fleets by Alice")).to_be_visible(timeout=COMES_MS)
    ring(page, "New Fleets by Alice").focus()
    page.keyboard.press("Enter")
    expect(viewer(page).get_by_text("The baker whistles back")).to_be_visible()
    problems = serious(page, "the viewer")
    viewer(page).get_by_role("textbox", name="Answer Alice by message").fill("I heard him too")
    viewer(page).get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_text("Sent to Alice")).to_be_visible()
    viewer(page).get_by_role("button", name="React with ❤️").click()
    expect(page.get_by_text("Sent to Alice").last).to_be_visible()
    page.keyboard.press("Escape")
    expect(viewer(page)).to_be_hidden()
    expect(ring(page, "Fleets by Alice, seen")).to_be_visible(timeout=COMES_MS)
    expect(ring(page, "Fleets by Alice, seen")).to_be_focused()
    return problems


def alice_reads_the_answer_and_who_has_seen_it(page: Page) -> list[str]:
    ring(page, "Your Fleets").click()
    viewer(page).get_by_role("link", name="Seen by").click()
    expect(page.get_by_role("main").get_by_role("link", name="Bob")).to_be_visible()
    problems = serious(page, "who has seen it")
    page.goto("/messages/bob/")
    log = page.get_by_role("log")
    expect(log.get_by_text("I heard him too")).to_be_visible()
    expect(log.get_by_role("link", name="Fleet by Alice").first).to_be_visible()
    log.get_by_role("link", name="Fleet by Alice").first.click()
    expect(page.get_by_role("main").get_by_role("article", name="Fleet by Alice")).to_contain_text("The baker whistles back")
    return problems + serious(page, "the page of a Fleet")


def it_goes_off_the_screen_when_its_day_is_over(bob: Visitor) -> None:
    """By the clock of his page, without a word from the server."""
    page = bob.context.new_page()
    page.clock.install()
    page.goto("/")
    ring(page, "Fleets by Alice, seen").click()
    expect(viewer(page).get_by_text("The baker whistles back")).to_be_visible()
    page.clock.fast_forward(DAY_MS)
    expect(viewer(page)).to_be_hidden()
    page.goto("/messages/alice/")
    expect(page.get_by_role("log").get_by_role("link", name="Fleet by Alice").first).to_be_visible()
    page.clock.fast_forward(DAY_MS)
    expect(page.get_by_role("log").get_by_role("link", name="Fleet by Alice")).to_have_count(0)
    expect(page.get_by_role("log").get_by_text("I heard him too")).to_be_visible()


def ring(page: Page, name: str):
    return page.locator("#now").get_by_role("link", name=name)


def viewer(page: Page):
    return page.get_by_role("dialog", name="Fleets")


def swipe(visitor: Visitor, start: int, end: int, at: int = 480) -> None:
    """A finger across the screen."""
    touch = visitor.context.new_cdp_session(visitor.page)

    def point(kind: str, *x: float) -> None:
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": one, "y": at} for one in x]})

    point("touchStart", start)
    for part in range(1, 6):
        point("touchMove", start + (end - start) * part / 5)
    point("touchEnd")
    visitor.page.wait_for_timeout(400)
