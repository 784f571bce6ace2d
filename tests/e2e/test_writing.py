"""Nothing that was typed is lost, and nothing is posted twice: lost answers, reloads, several tabs, drafts."""

from playwright.sync_api import Page, expect

from tests import images
from tests.e2e.stage import sheet, start_a_space

MADE_MS = 60_000


def field(page: Page):
    return page.locator("main tweet-composer textarea[name=text]").first


def send(page: Page) -> None:
    page.locator("main tweet-composer [data-send]").first.click()


def test_an_answer_that_is_lost_makes_no_second_tweet(browser_of):
    alice = browser_of("alice").sign_up()
    alice.expect_problem("ERR_FAILED")
    page = alice.page
    page.route("**/tweets/", lambda route: (route.fetch(), route.abort()), times=1)
    field(page).fill("Good morning")
    send(page)
    expect(field(page)).to_have_value("")  # the second try, by itself
    page.goto("/")
    expect(page.get_by_role("article")).to_have_count(1)
    field(page).fill("Good morning")
    send(page)
    expect(page.get_by_role("article")).to_have_count(2)  # meant, this time


def test_what_is_written_over_a_space_without_a_connection_goes_out_when_it_is_back(browser_of):
    dave = browser_of("dave").join()
    for noise in ("ERR_INTERNET_DISCONNECTED", "WebSocket", "ERR_FAILED", "htmx:"):  # the rail asks what is live, too
        dave.expect_problem(noise)
    page = dave.page
    start_a_space(page, "Dawn chorus")
    words = page.locator("#compose textarea[name=text]").first
    sheet(page).press("n")
    expect(words).to_be_focused()
    page.keyboard.type("more mice can ")  # no microphone, no reaction, no captions: these keys are letters here
    expect(words).to_have_value("more mice can ")
    page.keyboard.press("Escape")
    expect(words).to_be_hidden()
    expect(sheet(page)).to_be_focused()
    expect(page.get_by_role("button", name="Unmute your microphone")).to_be_visible()
    page.keyboard.press("n")
    words.press_sequentially("sing")
    page.context.set_offline(True)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#compose").get_by_text("No connection.")).to_be_visible()
    expect(words).to_have_value("more mice can sing")
    other = page.context.new_page()
    page.close()
    other.context.set_offline(False)
    other.goto("/spaces/")
    expect(other.get_by_text("Your Tweet is out")).to_be_visible()
    other.goto("/@dave/")
    expect(other.get_by_role("article").filter(has_text="more mice can sing")).to_have_count(1)


def test_two_tabs_keep_their_words_and_a_picture_its_description(browser_of):
    bob = browser_of("bob").sign_up()
    bob.expect_problem("ERR_FAILED")
    page, other = bob.page, bob.page.context.new_page()
    other.goto(page.url)
    file = {"name": "tree.png", "mimeType": "image/png", "buffer": images.encoded(images.drawn(400, 300), "PNG")}
    page.locator("main composer-pictures [data-file]").first.set_input_files(file)
    page.locator("main .shot__alt").first.fill("A tree")
    field(page).fill("one")
    field(other).fill("two")
    expect(page.locator("main .shot [name=picture]").first).not_to_have_value("", timeout=MADE_MS)
    page.wait_for_timeout(600)
    other.close(run_before_unload=False)
    page.route("**/small.webp", lambda route: route.abort())
    page.reload()
    expect(field(page)).to_have_value("one")
    expect(page.locator("main .shot__alt").first).to_have_value("A tree")


def test_a_draft_comes_back_as_it_was_kept(browser_of):
    page = browser_of("charlie").sign_up().page
    field(page).fill("For later")
    composer = page.locator("main tweet-composer").first
    composer.locator("[name=replies_from]").select_option("mentioned")
    composer.locator("details[data-later] summary").click()
    composer.locator("[name=scheduled_for]").fill("2099-01-01T10:00")
    composer.get_by_role("button", name="Keep as a draft").click()
    expect(field(page)).to_have_value("")
    page.goto("/drafts/")
    page.get_by_role("link", name="For later").click()
    expect(field(page)).to_have_value("For later")
    expect(page.locator("main tweet-composer [name=replies_from]")).to_have_value("mentioned")
    send(page)
    expect(field(page)).to_have_value("")
    page.goto("/drafts/")
    expect(page.get_by_text("No drafts")).to_be_visible()
