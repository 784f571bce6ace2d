"""What people say in writing: a thread with pictures from a desktop to a phone, and a poll from its question to its end."""

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
    composer.locator("[data-file]").set_input_files([picture("reeds.png"), picture("bank.png")])
    describe(composer.locator(".shot"), ["Reeds", "The bank"])
    composer.locator(".shot").nth(1).get_by_role("button", name="Move towards the beginning").click()
    composer.get_by_role("button", name="Add another Tweet to this thread").click(timeout=MADE_MS)
    page.keyboard.type("And then it sang.")
    composer.locator("composer-part").nth(1).locator("[data-file]").set_input_files([picture("bird.png")])
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
