"""Every page in a language two fifths longer and from right to left: nothing is cut off, nothing lies on top of another, and no word was forgotten."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import APIResponse, Page

from tests.e2e.screenshots import PASSWORD
from tests.e2e.test_for_everyone import PAGES, go
from tests.e2e.visitors import Visitor
from tests.running_site import Site, running_site

pytestmark = pytest.mark.pure  # a page looks the same whatever its words are kept in

SIZES = {"the narrowest phone": (320, 640), "a desktop": (1440, 900)}
# Seen by who is not logged in.
AT_THE_DOOR = ("account_login", "account_signup", "account_signup_by_passkey")
# Words that belong to people, to times as the browser writes them, and names.
NOT_OURS = "bdi, [dir=auto], time, time-ago, kbd, code, svg, script, style, template, noscript, [translate=no], .composer__mirror, option[lang], span[lang]"

FORGOTTEN = """(notOurs) => {
  const isForgotten = (words) => /[A-Za-z]{2,}/.test(words.replaceAll(/Linnet|https?:\\S+|@\\w+|[\\w.-]+@[\\w.-]+|localhost\\S*/g, "")) && !/[^\\x00-\\x7F]/.test(words.replaceAll(/[“”’…·–—]/g, ""));
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode())
    if (isForgotten(node.data) && !node.parentElement.closest(notOurs)) found.push(node.data.trim().slice(0, 80));
  for (const name of ["aria-label", "placeholder", "title"])
    for (const one of document.querySelectorAll(`body [${name}]`))
      if (isForgotten(one.getAttribute(name)) && !one.closest(notOurs)) found.push(`${name}: ${one.getAttribute(name).slice(0, 80)}`);
  if (isForgotten(document.title) && ![...document.querySelectorAll("bdi")].some((one) => one.textContent.length > 3 && document.title.includes(one.textContent))) found.push(`title: ${document.title}`);
  return [...new Set(found)];
}"""

BROKEN = """() => {
  const found = [], wide = document.scrollingElement.scrollWidth - innerWidth;
  if (wide > 0) found.push(`scrolls sideways by ${wide}`);
  const isSeen = (one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !one.closest(".visually-hidden, .skip, [inert], [hidden]");
  const name = (one) => `${one.className || one.tagName} "${(one.textContent.trim() || one.ariaLabel || "").slice(0, 40)}"`;
  const buttons = [...document.querySelectorAll("button, .btn, .icon-btn, summary, select, input:not([type=hidden]):not([type=file])")].filter(isSeen);
  const boxes = buttons.map((one) => [one, one.getBoundingClientRect()]).filter(([, box]) => box.width > 1 && box.height > 1);
  for (const [one, box] of boxes) {
    const scroller = one.closest(".now, .switch-line, [data-scrolls]");
    if (!scroller && (box.left < -1 || box.right > innerWidth + 1)) found.push(`outside: ${name(one)}`);
    if (one.matches("button, .btn") && one.scrollWidth > one.clientWidth + 2 && getComputedStyle(one).overflowX !== "visible") found.push(`cut off: ${name(one)}`);
  }
  const isFixed = (one) => { for (let up = one; up; up = up.parentElement) if (["fixed", "sticky"].includes(getComputedStyle(up).position)) return true; return false; };
  const flowing = boxes.filter(([one]) => !isFixed(one));
  flowing.forEach(([one, a], number) => flowing.slice(number + 1).forEach(([other, b]) => {
    if (one.contains(other) || other.contains(one) || one.closest("password-field")?.contains(other)) return;
    const across = Math.min(a.right, b.right) - Math.max(a.left, b.left), down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    if (across > 4 && down > 4) found.push(`overlap: ${name(one)} and ${name(other)}`);
  }));
  return [...new Set(found)];
}"""


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Iterator[Site]:
    """A Linnet with life in it that speaks the language of `tests/pseudo.py`."""
    with running_site(
        tmp_path_factory.mktemp("pseudo"), goes_first=True, SEED="1", DJANGO_SETTINGS_MODULE="tests.pseudo_settings"
    ) as site:
        yield site


def log_in(visitor: Visitor, handle: str) -> None:
    """Without a page, whose labels nobody could name."""
    visitor.context.request.get("/accounts/login/")
    assert not send(visitor, "/accounts/login/", login=handle, password=PASSWORD).url.endswith("/login/")


def send(visitor: Visitor, address: str, **form: str) -> APIResponse:
    token = next(cookie["value"] for cookie in visitor.context.cookies() if "csrf" in cookie["name"])
    return visitor.context.request.post(address, form={**form, "csrfmiddlewaretoken": token})


def edit_a_tweet(visitor: Visitor) -> None:
    """So that there is one with earlier versions."""
    send(visitor, "/tweets/", text="Good mornign")
    visitor.page.goto(f"/@{visitor.handle}/")
    link = visitor.page.get_by_role("main").locator("article a[href$='/edit/']").first.get_attribute("href")
    send(visitor, str(link), text="Good morning", seen="0")


def test_every_page_in_a_longer_language_from_right_to_left(browser_of):
    visitor = browser_of("alice", locale="ar")
    visitor.expect_problem("404")
    problems = [line for name in AT_THE_DOOR for line in wrong_on(visitor.page, name)]
    log_in(visitor, "alice")
    edit_a_tweet(visitor)
    problems += [line for name in PAGES if name not in AT_THE_DOOR for line in wrong_on(visitor.page, name)]
    assert not problems, "\n".join(problems)


def wrong_on(page: Page, name: str) -> list[str]:
    go(page, PAGES[name])
    assert page.locator("html").get_attribute("dir") == "rtl"
    return [f"{name}: {line}" for line in found_wrong(page)]


def found_wrong(page: Page) -> list[str]:
    problems = [f"not translated: {words}" for words in page.evaluate(FORGOTTEN, NOT_OURS)]
    for size, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        problems += [f"on {size}: {what}" for what in page.evaluate(BROKEN)]
    return problems
