"""Alice reports what Bob wrote; Inês decides, Bob objects, Samir puts it right. axe looks at every page on the way."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.screenshots import at_home, enter_the_space, start_a_space
from tests.e2e.test_for_everyone import LOOKS, seen_as, serious
from tests.running_site import Site, running_site


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Iterator[Site]:
    """A Linnet with life in it, and two moderators."""
    with running_site(tmp_path_factory.mktemp("demo"), goes_first=True, SEED="1") as site:
        yield site


def test_from_a_report_to_a_decision_put_right(playwright, site):
    alice, bob, ines, samir = people = [at_home(playwright, site, handle) for handle in ("alice", "bob", "ines", "samir")]
    problems: list[str] = []
    try:
        problems += in_two_taps(alice.page)
        problems += decided_by_keyboard(ines.page)
        problems += objected(bob.page)
        problems += put_right(samir.page)
        bob.page.reload()
        expect(bob.page.get_by_text("everything is put back")).to_be_visible()
        alice.page.goto("/reports/")
        expect(alice.page.get_by_text("Content removed")).to_be_visible()
        problems += looked_at(alice.page, "reports")
        assert not problems, "\n".join(problems)
        assert not [problem for person in people for problem in person.unexpected_problems()]
    finally:
        for person in people:
            person.go()


def test_a_speaker_is_reported_at_this_moment(playwright, site):
    """From the menu of a seat, over the running Space."""
    host, guest = people = [at_home(playwright, site, handle) for handle in ("alice", "bob")]
    try:
        start_a_space(host)
        enter_the_space(guest)
        guest.page.locator("space-stage").get_by_role("button", name="Alice").click()
        guest.page.get_by_role("menuitem", name="Report").click()
        dialog = guest.page.get_by_role("dialog", name="Report")
        expect(dialog.get_by_role("heading", name="What is wrong with what Alice")).to_be_visible()
        dialog.get_by_role("button", name="Something else").click()
        expect(dialog.get_by_text("Speaker")).to_be_visible()
        dialog.get_by_role("link", name="Done").click()
        expect(guest.page.locator("space-sheet").get_by_role("button", name="Request")).to_be_visible()
        assert not [problem for person in people for problem in person.unexpected_problems()]
    finally:
        for person in people:
            person.go()


def in_two_taps(page: Page) -> list[str]:
    """On her page of his Tweets."""
    page.goto("/@bob/")
    page.get_by_role("article").first.get_by_label("More about this Tweet").click()
    page.get_by_role("article").first.get_by_role("link", name="Report").click()
    dialog = page.get_by_role("dialog", name="Report")
    expect(dialog.get_by_role("button", name="Harassment or hate")).to_be_visible()
    problems = looked_at(page, "report")
    dialog.get_by_role("button", name="Harassment or hate").click()
    expect(dialog.get_by_text("The moderators have it")).to_be_visible()
    dialog.get_by_label("Goes after one person").check()
    dialog.get_by_label("Anything the moderators should know").fill("Again and again.")
    problems += looked_at(page, "own_report")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_be_hidden()
    return problems


def decided_by_keyboard(page: Page) -> list[str]:
    page.goto("/moderation/")
    problems = looked_at(page, "queue")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/moderation/\d+/"))
    expect(page.get_by_text("Again and again.")).to_be_visible()
    page.keyboard.press("c")
    expect(page.get_by_role("button", name="Hand back")).to_be_visible()
    page.get_by_label("Content removed").check()
    page.get_by_label("What happened").fill("You went after one person, twice.")
    problems += looked_at(page, "case")
    page.get_by_role("button", name="Decide").click()
    page.wait_for_url("/moderation/")
    page.goto("/moderation/log/")
    expect(page.get_by_text("decided_remove")).to_be_visible()
    return problems + looked_at(page, "moderation_log")


def objected(page: Page) -> list[str]:
    page.goto("/notices/")
    problems = looked_at(page, "notices")
    page.get_by_role("main").get_by_role("link", name="Content removed").click()
    page.get_by_label("Object, once").fill("It was about a kettle.")
    problems += looked_at(page, "notice")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("You objected on")).to_be_visible()
    return problems


def put_right(page: Page) -> list[str]:
    page.goto("/moderation/appeals/")
    problems = looked_at(page, "appeals")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.get_by_label("Why, as the person reads it").fill("It was.")
    problems += looked_at(page, "appeal")
    page.get_by_role("button", name="Put everything back").click()
    page.wait_for_url("/moderation/appeals/")
    return problems


def looked_at(page: Page, name: str) -> list[str]:
    """Both looks of a page, as it stands."""
    problems: list[str] = []
    for look in LOOKS:
        seen_as(page, look)
        problems += serious(page, f"{name}, {look}")
    return problems
