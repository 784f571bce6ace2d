"""People give themselves a face: chosen, cropped, sent, made by the worker, and seen wherever they are."""

import pytest
from playwright.sync_api import Page, expect

from tests import images
from tests.e2e.test_for_everyone import LOOKS, seen_as, serious

MADE_MS = 60_000


def choose(page: Page, kind: str, data: bytes, name: str = "me.png") -> None:
    page.locator(f"picture-field[data-kind={kind}] [type=file]").set_input_files(
        {"name": name, "mimeType": "image/png", "buffer": data}
    )


def face(page: Page, kind: str):
    return page.locator(f"picture-field[data-kind={kind}] img")


def colours(page: Page) -> tuple[str, str]:
    """Of her face on her profile, at the left and at the right."""
    address = page.locator(".profile__top .avatar img").get_attribute("src")
    image = images.seen(page.request.get(address).body())
    return images.colour_at(image, 0.1, 0.5), images.colour_at(image, 0.9, 0.5)


def test_alice_shows_the_right_half_of_a_picture_by_keyboard(browser_of):
    page = browser_of("alice").sign_up().page
    page.goto("/settings/profile/")
    choose(page, "avatar", images.encoded(images.drawn(1200, 300), "PNG"))
    page.get_by_role("application", name="What is shown of the picture").wait_for()
    for _ in range(40):
        page.keyboard.press("ArrowRight")
    page.get_by_role("button", name="Apply").click()
    expect(face(page, "avatar")).to_be_visible(timeout=MADE_MS)
    expect(page.locator(".nav__me .avatar img")).to_be_visible()  # without another page
    bob = browser_of("bob").sign_up()
    bob.page.goto("/@alice/")
    expect(bob.page.get_by_role("img", name="Picture of Alice")).to_be_visible()
    assert colours(bob.page) == ("right", "right")
    page.get_by_role("button", name="Remove picture").click()
    expect(face(page, "avatar")).to_have_count(0)


@pytest.mark.pure
def test_what_can_not_be_a_picture_is_told(browser_of):
    charlie = browser_of("charlie").sign_up()
    charlie.expect_problem("422")
    page = charlie.page
    page.goto("/settings/profile/")
    choose(page, "banner", b"<svg xmlns='http://www.w3.org/2000/svg'/>", name="me.svg")
    expect(page.get_by_text("This file is something else.")).to_be_visible()
    choose(page, "banner", images.encoded(images.drawn(), "PNG")[:-200])
    page.get_by_role("button", name="Apply").click()  # the browser shows what there is of it
    expect(page.locator("picture-field[data-kind=banner]")).to_contain_text("damaged or incomplete", timeout=MADE_MS)


@pytest.mark.pure
def test_nothing_is_sent_when_dave_thinks_better_of_it(browser_of):
    page = browser_of("dave").sign_up().page
    page.goto("/settings/profile/")
    choose(page, "banner", images.encoded(images.drawn(), "PNG"))
    problems = []
    for look in LOOKS:
        seen_as(page, look)
        problems += serious(page, f"the cropper, {look}")
    assert not problems, "\n".join(problems)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Your banner")).to_be_hidden()
    expect(face(page, "banner")).to_have_count(0)


@pytest.mark.pure
def test_a_picture_is_dragged_and_zoomed(browser_of):
    page = browser_of("erin").sign_up().page
    page.goto("/settings/profile/")
    choose(page, "banner", images.encoded(images.drawn(), "PNG"))
    stage = page.get_by_role("application").bounding_box()
    x, y = stage["x"] + stage["width"] / 2, stage["y"] + stage["height"] / 2
    place = lambda: page.locator("picture-cropper img").bounding_box()  # noqa: E731
    before = place()
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y + 30, steps=3)
    page.mouse.up()
    assert place()["y"] == pytest.approx(before["y"] + 30, abs=1)
    page.mouse.wheel(0, -300)
    assert place()["width"] > before["width"] * 1.3
    page.get_by_role("slider", name="Zoom").fill("0")
    assert place()["width"] == pytest.approx(before["width"], abs=1)
