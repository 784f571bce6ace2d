"""Home while others write and like: nothing jumps, nothing is missed, and it is all there by keyboard."""

from typing import Any

from playwright.sync_api import expect

from tests.e2e.visitors import Visitor


def act(visitor: Visitor, path: str, **form: str) -> Any:
    """What a script of their pages would send."""
    token = next(cookie["value"] for cookie in visitor.context.cookies() if "csrf" in cookie["name"])
    answer = visitor.context.request.post(
        path, form={**form, "csrfmiddlewaretoken": token}, headers={"Accept": "application/json"}
    )
    assert answer.ok, answer.text()
    return answer.json() if answer.status == 201 else None


def test_home_lives_while_bob_reads(browser_of):
    bob, alice = browser_of("bob").join(), browser_of("alice").join()
    act(bob, "/@alice/follow/")
    first = act(alice, "/tweets/", text="First")
    page = bob.page
    page.goto("/")
    page.locator("#compose-field").fill("My own words")
    page.get_by_role("link", name="Top").click()
    expect(page.locator("#home-top[aria-current]")).to_be_focused()
    page.get_by_role("link", name="Latest").click()
    expect(page.locator("#home-latest[aria-current]")).to_be_focused()
    expect(page.locator("#compose-field")).to_have_value("My own words")
    like = page.locator(f"#tweet-{first['id']}").get_by_role("button", name="Like, 1")
    signs = page.locator(f"#tweet-{first['id']} .acts").bounding_box()
    act(alice, f"/tweets/{first['id']}/like/")
    expect(like).to_be_visible()
    assert page.locator(f"#tweet-{first['id']} .acts").bounding_box() == signs
    for text in ("Second", "Third"):
        act(alice, "/tweets/", text=text)
    expect(page.get_by_role("button", name="2 new Tweets")).to_be_visible()
    page.keyboard.press(".")
    expect(page.locator("article").filter(has_text="Third")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/tweets/*/")
    act(alice, "/tweets/", text="While he was away")
    page.go_back()
    page.get_by_role("button", name="1 new Tweet").click()
    expect(page.locator("#feed article").first).to_contain_text("While he was away")
    expect(page.locator("#feed article")).to_have_count(4)
