"""What people say in writing: a thread with pictures from a desktop to a phone, a poll from its question to its end, what is found and
quoted, and all of it by keyboard."""

import os
import subprocess
import sys
from datetime import timedelta

from playwright.sync_api import Page, expect

from tests import images
from tests.running_site import BASE_DIR, Site, standing

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
MADE_MS = TOLD_MS = 60_000


def test_a_thread_with_pictures_is_read_on_a_phone(browser_of):
    alice, bob = browser_of("alice").join(), browser_of("bob", **PHONE).join()
    alice.page.goto("/")
    alice_writes_a_thread(alice.page)
    bob.page.goto("/@alice/")
    bob.page.get_by_text("Along the river this morning.").click()
    expect(bob.page.get_by_role("article").filter(has_text="And then it sang.")).to_be_visible()
    bob_looks_at_the_pictures(bob.page)


def alice_writes_a_thread(page: Page) -> None:
    composer = page.locator("main tweet-composer").first
    composer.get_by_label("What is happening?").fill("Along the river this morning.")
    composer.locator("composer-pictures [data-file]").first.set_input_files([picture("reeds.png"), picture("bank.png")])
    describe(composer.locator(".shot"), ["Reeds", "The bank"])
    composer.locator(".shot").nth(1).get_by_role("button", name="Move towards the beginning").click()
    composer.get_by_role("button", name="Add another Tweet to this thread").click(timeout=MADE_MS)
    page.keyboard.type("And then it sang.")
    composer.locator("composer-part").nth(1).locator("composer-pictures [data-file]").set_input_files([picture("bird.png")])
    describe(composer.locator("composer-part").nth(1).locator(".shot"), ["A linnet"])
    composer.get_by_role("button", name="Tweet all").click(timeout=MADE_MS)
    expect(page.get_by_role("article")).to_have_count(2)


def describe(shots, words: list[str]) -> None:
    for number, alt in enumerate(words):
        shots.nth(number).get_by_label("What this picture shows").fill(alt)


def bob_looks_at_the_pictures(page: Page) -> None:
    page.get_by_role("link", name="Picture 1: The bank").click()
    viewer = page.get_by_role("dialog", name="Picture")
    expect(viewer.get_by_role("img", name="The bank")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(viewer.get_by_role("img", name="Reeds")).to_be_visible()
    page.keyboard.press("Escape")
    expect(viewer).to_be_hidden()
    expect(page.get_by_role("img", name="A linnet")).to_have_count(1)


def test_a_poll_from_its_question_to_its_end(browser_of, site):
    alice, bob = browser_of("alice_asks", **PHONE).join("Alice"), browser_of("bob_votes").join("Bob")
    alice.page.goto("/")
    alice_asks(alice.page)
    bob.page.goto("/@alice_asks/")
    poll = bob.page.locator("tweet-poll")
    expect(poll.get_by_text("%")).to_have_count(0)  # nobody sees where others went before they chose
    poll.get_by_role("button", name="Coffee").click()
    expect(poll.get_by_text("100 %")).to_be_visible()
    a_day_goes_by(site)
    for page, told in ((alice.page, "your poll is over"), (bob.page, "the poll you voted in is over")):
        page.get_by_role("link", name="Notifications 1 unread").locator("visible=true").click(timeout=TOLD_MS)
        expect(page.get_by_role("main").get_by_text(told)).to_be_visible()
    bob.page.get_by_role("main").get_by_text("the poll you voted in is over").click()
    expect(bob.page.locator("tweet-poll").get_by_text("over")).to_be_visible()
    expect(bob.page.locator("tweet-poll").get_by_role("button")).to_have_count(0)


def alice_asks(page: Page) -> None:
    page.get_by_role("button", name="Write a Tweet. Press and hold").click()
    composer = page.get_by_role("dialog").locator("tweet-composer")
    composer.get_by_label("What is happening?").fill("At five in the morning?")
    composer.locator("[data-poll] summary").click()
    for number, answer in enumerate(("Tea", "Coffee"), start=1):
        composer.get_by_label(f"Answer {number}", exact=True).fill(answer)
    composer.get_by_role("button", name="Tweet", exact=True).click()
    expect(page.locator("main tweet-poll")).to_be_visible()


def test_what_is_found_is_opened_and_quoted(browser_of):
    alice, bob = browser_of("alice_heron").join("Alice"), browser_of("bob_finds", **PHONE).join("Bob")
    alice.page.goto("/")
    write(alice.page, "A heron stood in the canal. #Dawn")
    bob.page.goto("/explore/")
    bob.page.get_by_role("main").get_by_role("searchbox").fill('from:alice_heron "in the CANAL"')
    bob.page.keyboard.press("Enter")
    bob.page.get_by_role("article").get_by_text("A heron stood").click()
    expect(bob.page.get_by_role("heading", name="Tweet", exact=True)).to_be_focused()  # the page has arrived
    bob.page.get_by_role("main").locator("[data-retweet]").click()
    bob.page.get_by_role("link", name="Quote", exact=True).click()
    sheet = bob.page.get_by_role("dialog", name="Quote")
    sheet.get_by_label("Add what you have to say").fill("I saw it too")
    sheet.get_by_role("button", name="Tweet", exact=True).click()
    expect(sheet).to_be_hidden()
    bob.page.goto("/@bob_finds/")
    expect(bob.page.get_by_role("article").filter(has_text="I saw it too")).to_contain_text("A heron stood in the canal.")
    alice.page.get_by_role("link", name="Notifications 1 unread").locator("visible=true").click(timeout=TOLD_MS)
    expect(alice.page.get_by_role("main").get_by_text("quoted your Tweet")).to_be_visible()


def test_all_of_it_by_keyboard(browser_of):
    """No pointer anywhere, once the page is open."""
    alice, bob = browser_of("alice_types").join("Alice"), browser_of("bob_types").join("Bob")
    alice.page.goto("/")
    write(alice.page, "The kettle sings in B flat")
    page, keys = bob.page, bob.page.keyboard
    page.goto("/")
    page.locator("keyboard-shortcuts").wait_for(state="attached")
    keys.press("/")
    keys.type("kettle")
    keys.press("Enter")
    tweet = page.get_by_role("article").filter(has_text="The kettle sings")
    expect(page.get_by_role("heading", name="Search")).to_be_focused()  # the page has arrived
    keys.press("j")
    expect(tweet).to_be_focused()
    keys.press("l")
    expect(tweet.get_by_role("button", name="Like, 1")).to_have_attribute("aria-pressed", "true")
    keys.press("j")
    keys.press("r")
    expect(page.get_by_role("dialog", name="Reply").get_by_label("Write your reply")).to_be_focused()
    keys.type("So does mine")
    keys.press("Control+Enter")
    expect(page.get_by_role("dialog", name="Reply")).to_be_hidden()
    tweet.focus()
    keys.press("t")
    keys.press("ArrowDown")
    keys.press("Enter")
    expect(tweet.locator("[data-retweet]")).to_have_class("act act--on")
    keys.press("g")
    keys.press("h")
    expect(page.get_by_role("heading", name="Home")).to_be_focused()
    keys.press("n")
    expect(page.get_by_label("What is happening?").locator("visible=true")).to_be_focused()
    keys.type("Nobody touched a mouse")
    keys.press("Control+Enter")
    expect(page.get_by_role("article").filter(has_text="Nobody touched a mouse")).to_be_visible()


def write(page: Page, words: str) -> None:
    page.get_by_label("What is happening?").locator("visible=true").fill(words)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("article").filter(has_text=words)).to_be_visible()


def picture(name: str) -> dict[str, object]:
    return {"name": name, "mimeType": "image/png", "buffer": images.encoded(images.drawn(400, 300), "PNG")}


def a_day_goes_by(site: Site) -> None:
    """For what is told about polls: their time is set back by as much, and the timetable's task looks at them as it always does."""
    environment = {**os.environ, **standing(site.log.parent)}
    subprocess.run([sys.executable, str(BASE_DIR / "manage.py"), "shell", "--command", SET_BACK], env=environment, check=True)


SET_BACK = f"""
from datetime import timedelta
from django.db.models import F
from apps.tweets.models import Poll
Poll.objects.update(ends_at=F("ends_at") - timedelta(seconds={timedelta(days=1).total_seconds():.0f}))
"""
