"""Alice, bob and charlie in a group, at a desk and on two phones: made, spoken in, answered, reacted to, left, and joined by a link."""

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.e2e.visitors import Visitor

WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
COMES_MS = 15_000


def test_three_people_in_a_group(browser_of):
    alice = browser_of("alice", viewport=WIDE, bypass_csp=True)
    bob, charlie = (
        browser_of(name, viewport=PHONE, has_touch=True, is_mobile=True, bypass_csp=True) for name in ("bob", "charlie")
    )
    for visitor in (alice, bob, charlie):
        visitor.sign_up()
    alice_makes_a_group_with_bob(alice.page)
    bob_lets_it_in_and_both_write(alice.page, bob.page)
    alice_answers_and_bob_reacts(alice.page, bob.page)
    charlie_comes_by_a_link_and_sees_what_is_said_since(alice.page, bob.page, charlie)
    what_bob_answers_offline_goes_out_once(bob, alice.page, charlie.page)
    alice_takes_back_and_finds(alice.page, bob.page)
    nothing_is_in_anybodys_way(alice.page, bob.page)
    bob_leaves(alice.page, bob.page)


def alice_makes_a_group_with_bob(alice: Page) -> None:
    alice.goto("/new/group/")
    alice.get_by_role("searchbox", name="Search people").last.fill("bob")
    alice.get_by_role("checkbox", name="Bob").check()
    alice.get_by_label("Name of the group").fill("Dawn chorus")
    alice.get_by_role("button", name="Make the group").click()
    alice.wait_for_url("**/conversations/*/")
    expect(log(alice).get_by_text("You made this group")).to_be_visible()


def bob_lets_it_in_and_both_write(alice: Page, bob: Page) -> None:
    bob.goto("/requests/messages/")
    bob.get_by_role("main").get_by_role("link", name="Dawn chorus").tap()
    bob.get_by_role("button", name="Accept").tap()
    expect(field(bob)).to_be_visible()
    write(alice, "Who is up at four?")
    expect(log(bob).get_by_text("Who is up at four?")).to_be_visible(timeout=COMES_MS)
    field(bob).press_sequentially("I a")
    expect(alice.get_by_text("Bob is writing …")).to_be_visible(timeout=COMES_MS)
    write(bob, "I am")
    expect(log(alice).get_by_text("I am")).to_be_visible(timeout=COMES_MS)
    expect(alice.get_by_text("Bob is writing …")).to_be_hidden()
    expect(log(bob).get_by_text("Seen by Alice")).to_be_visible(timeout=COMES_MS)


def alice_answers_and_bob_reacts(alice: Page, bob: Page) -> None:
    menu_of(alice, "I am").get_by_role("button", name="Reply").click()
    write(alice, "Then bring the cable")
    answer = message(bob, "Then bring the cable")
    expect(answer.locator(".say__quote")).to_contain_text("I am", timeout=COMES_MS)
    menu_of(bob, "Then bring the cable").get_by_role("button", name="👍").tap()
    expect(message(alice, "Then bring the cable").locator(".say__reactions")).to_contain_text("👍", timeout=COMES_MS)


def charlie_comes_by_a_link_and_sees_what_is_said_since(alice: Page, bob: Page, charlie: Visitor) -> None:
    group = alice.url
    alice.get_by_role("link", name="Dawn chorus 2 people").click()
    alice.get_by_role("searchbox", name="Search people to add").press_sequentially("charl")
    expect(alice.get_by_role("button", name="Add Charlie")).to_be_visible()
    alice.get_by_role("switch", name="I answer each who knocks").check()
    alice.get_by_role("button", name="Make a link").click()
    link = alice.get_by_label("Address of this link").input_value()
    charlie.page.goto(re.sub(r"^https?://[^/]+", "", link))
    charlie.page.get_by_role("button", name="Ask to join").tap()
    expect(charlie.page.get_by_text("You knocked.")).to_be_visible()
    alice.goto(group)
    alice.get_by_role("link", name="Dawn chorus 1 would like to come in").click()
    alice.get_by_role("button", name="Let Charlie in", exact=True).click()
    alice.goto(group)
    expect(log(bob).get_by_text("Charlie joined by a link")).to_be_visible(timeout=COMES_MS)
    charlie.page.goto(group)
    expect(log(charlie.page).get_by_text("You see what was said since you came.")).to_be_visible()
    expect(log(charlie.page).get_by_text("Who is up at four?")).to_have_count(0)
    write(charlie.page, "Me too")
    for page in (alice, bob):
        expect(log(page).get_by_text("Me too")).to_be_visible(timeout=COMES_MS)


def what_bob_answers_offline_goes_out_once(bob: Visitor, alice: Page, charlie: Page) -> None:
    bob.expect_problem("ERR_INTERNET_DISCONNECTED")
    bob.context.set_offline(True)
    menu_of(bob.page, "Me too").get_by_role("button", name="Reply").tap()
    write(bob.page, "From the tunnel")
    expect(log(bob.page).locator("[data-note] .say__quote")).to_contain_text("Me too")
    bob.context.set_offline(False)
    expect(log(bob.page).locator("[data-note]")).to_have_count(0, timeout=COMES_MS)
    for page in (alice, charlie):
        expect(message(page, "From the tunnel").locator(".say__quote")).to_contain_text("Me too", timeout=COMES_MS)


def alice_takes_back_and_finds(alice: Page, bob: Page) -> None:
    write(alice, "Forget this")
    expect(log(bob).get_by_text("Forget this")).to_be_visible(timeout=COMES_MS)
    menu_of(alice, "Forget this").get_by_role("button", name="Delete for everybody").click()
    alice.get_by_role("dialog", name="Delete it for everybody?").get_by_role("button", name="Delete").click()
    expect(log(bob).get_by_text("This message was deleted.")).to_be_visible(timeout=COMES_MS)
    expect(log(bob).get_by_text("Forget this")).to_have_count(0)
    alice.goto("/found/messages/?q=cable")
    alice.get_by_role("list", name="Messages found").get_by_role("link").click()
    expect(message(alice, "Then bring the cable")).to_have_class(re.compile("say--found"))


def nothing_is_in_anybodys_way(alice: Page, bob: Page) -> None:
    group = bob.url.split("?")[0]
    for page in (alice, bob):
        for path in (group, f"{group}about/", "/new/group/?q=", "/found/messages/?q=cable", "/requests/messages/", "/messages/"):
            page.goto(path)
            page.wait_for_load_state("networkidle")
            found = [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in Axe().run(page).response["violations"]]
            assert found == [], path
    bob.goto(group)
    alice.goto(group)


def bob_leaves(alice: Page, bob: Page) -> None:
    bob.get_by_label("About this conversation").tap()
    bob.get_by_role("button", name="Leave group").tap()
    bob.get_by_role("dialog", name="Leave this group?").get_by_role("button", name="Leave").tap()
    bob.wait_for_url("**/messages/")
    expect(log(alice).get_by_text("Bob left")).to_be_visible(timeout=COMES_MS)


def write(page: Page, text: str) -> None:
    """Enter sends at a desk; a phone has the button."""
    field(page).fill(text)
    if page.viewport_size == PHONE:
        page.get_by_role("button", name="Send", exact=True).tap()
    else:
        field(page).press("Enter")
    expect(field(page)).to_have_value("")


def menu_of(page: Page, text: str) -> Locator:
    one = message(page, text)
    one.hover()
    one.locator("summary").click()
    return one.locator(".say__menu")


def message(page: Page, text: str) -> Locator:
    return log(page).locator("[data-message]").filter(has=page.locator(".say__text", has_text=text))


def field(page: Page) -> Locator:
    return page.get_by_role("main").get_by_role("textbox", name="Message", exact=True)


def log(page: Page) -> Locator:
    return page.get_by_role("log")
