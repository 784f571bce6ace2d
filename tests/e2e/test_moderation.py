"""What somebody did, from the report to the decision, the objection, and all put back; axe looks at every page on the way."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import reading, speech, stage
from tests.e2e.screenshots import at_home, bring_to_the_stage, enter_the_space, start_a_space
from tests.e2e.test_for_everyone import LOOKS, seen_as, serious
from tests.e2e.visitors import Visitor
from tests.running_site import Site, running_site

PHONE = {"width": 390, "height": 844}
BOB_SAYS = range(1, 9)


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


@pytest.mark.alone
def test_from_a_word_on_stage_to_everything_put_back(playwright, site, tmp_path):
    """Bob offends on Alice's stage. Hana, on a phone, reports and blocks him while he speaks; Alice removes him;
    Inês reads what was said and bars him; he objects; Samir puts it right."""
    wav = speech.write(tmp_path / "bob.wav", speech.talk("rms", BOB_SAYS))
    alice, bob = at_home(playwright, site, "alice"), at_home(playwright, site, "bob", speech=wav)
    hana = at_home(playwright, site, "hana", viewport=PHONE, has_touch=True)
    ines, samir = (at_home(playwright, site, handle) for handle in ("ines", "samir"))
    people = [alice, bob, hana, ines, samir]
    try:
        he_speaks(alice, bob, hana)
        reported_at_this_moment(hana.page)
        blocked_and_inaudible(hana.page)
        removed_by_the_host(alice.page, bob)
        barred_for_what_can_be_read(ines.page)
        may_not_host_but_may_object(bob.page)
        cannot_decide_twice(ines.page)
        put_right(samir.page)
        bob.page.reload()
        expect(bob.page.get_by_text("everything is put back")).to_be_visible()
        stage.start_a_space(bob.page, "May I?")
        hana.page.goto("/reports/")
        expect(hana.page.get_by_text("No speaking in Spaces")).to_be_visible()
        assert not [problem for person in people for problem in person.unexpected_problems()]
    finally:
        for person in people:
            person.go()


def he_speaks(alice: Visitor, bob: Visitor, hana: Visitor) -> None:
    start_a_space(alice)
    enter_the_space(bob)
    bring_to_the_stage(alice, bob)
    stage.unmute(bob.page)
    enter_the_space(hana)
    reading.wait_until_recognised(hana.page, {"Bob Castellan": BOB_SAYS}, least=2)


def reported_at_this_moment(page: Page) -> None:
    """From the menu of his seat, over the running Space, in two taps."""
    stage.seat(page, "Bob").click()
    page.get_by_role("menuitem", name="Report").click()
    dialog = page.get_by_role("dialog", name="Report")
    expect(dialog.get_by_role("heading", name="What is wrong with what Bob")).to_be_visible()
    dialog.get_by_role("button", name="Harassment or hate").click()
    expect(dialog.get_by_text("Speaker")).to_be_visible()
    dialog.get_by_role("link", name="Done").click()
    expect(dialog).to_be_hidden()


def blocked_and_inaudible(page: Page) -> None:
    stage.seat(page, "Bob").click()
    page.get_by_role("menuitem", name="Block").click()
    page.get_by_role("dialog", name="Block Bob").get_by_role("button", name="Block").click()
    expect(stage.seat(page, "Bob Castellan, You blocked them")).to_be_visible()


def removed_by_the_host(alice: Page, bob: Visitor) -> None:
    stage.seat(alice, "Bob").click()
    alice.get_by_role("menuitem", name="Remove from this Space").click()
    alice.get_by_role("dialog", name="Remove Bob").get_by_role("button", name="Remove").click()
    expect(stage.sheet(bob.page).get_by_text("removed you")).to_be_visible()


def barred_for_what_can_be_read(page: Page) -> None:
    """The words that were said stand in the case."""
    page.goto("/moderation/")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/moderation/\d+/"))
    said = page.get_by_role("region", name="As it was").locator(".line--flag").all_inner_texts()
    assert any(reading.line_like(line.partition("\n")[2]) in BOB_SAYS for line in said), said
    page.get_by_label("No speaking in Spaces").check()
    page.get_by_label("What happened").fill("You went after Hana on a stage.")
    page.get_by_role("button", name="Decide").click()
    page.wait_for_url("/moderation/")


def may_not_host_but_may_object(page: Page) -> None:
    page.goto("/spaces/new/")
    expect(page.get_by_role("main").get_by_role("button", name="Start", exact=True)).to_have_count(0)
    page.goto("/notices/")
    page.get_by_role("main").get_by_role("link", name="No speaking in Spaces").click()
    expect(page.get_by_text("You went after Hana on a stage.")).to_be_visible()
    expect(page.get_by_text("hana", exact=True)).to_have_count(0)  # who reported is nobody's business
    page.get_by_label("Object, once").fill("I read from a timetable.")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("You objected on")).to_be_visible()


def cannot_decide_twice(page: Page) -> None:
    """Whoever decided first is not even shown the appeal."""
    page.goto("/moderation/appeals/")
    expect(page.get_by_role("main").get_by_role("link", name=re.compile("Bob"))).to_have_count(0)


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
