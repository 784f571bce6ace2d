"""What stands in the captions of a page, and whose words they are."""

import re
import time
from collections import Counter
from collections.abc import Callable
from functools import cache

from playwright.sync_api import Locator, Page

from tests.e2e.stage import captions
from tests.speech import samples

READS_SECONDS = 180  # the recogniser may have to load its model first, and stands behind everybody's browsers
RECOGNISABLE = 0.4  # of the words of a line may be wrong while it is still told from all others

_LINES = """() => [...document.querySelectorAll("space-captions .turn")].flatMap((turn) => {
  const name = turn.querySelector(".turn__name").textContent;
  return [...turn.querySelectorAll(".turn__line")].map((line) => [line.dataset.line, name, line.textContent]);
})"""


def lines(page: Page) -> Locator:
    return captions(page).locator(".turn__line")


def names(page: Page) -> set[str]:
    return set(captions(page).locator(".turn__name").all_inner_texts())


def wait_for_another_line(page: Page, name: str) -> None:
    """Until one more line stands under `name`."""
    known = {line_id for line_id, _name, _text in page.evaluate(_LINES)}
    _wait(page, lambda: any(who == name and line_id not in known for line_id, who, _text in page.evaluate(_LINES)))


def wait_until_recognised(page: Page, said: dict[str, range], *, least: int) -> None:
    """Until `least` lines of everybody are recognised; a machine busy with many browsers drops some. As `recognised`."""
    _wait(page, lambda: all(recognised(page, said)[name] >= least for name in said))


def _wait(page: Page, holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + READS_SECONDS
    while not holds():
        assert time.monotonic() < deadline, page.evaluate(_LINES)
        page.wait_for_timeout(500)


def recognised(page: Page, said: dict[str, range]) -> Counter[str]:
    """How many of the lines that everybody says (by number) can be read; fails if one stands under another's name."""
    found: Counter[str] = Counter()
    for _id, name, text in page.evaluate(_LINES):
        number = line_like(text)
        if number is not None:
            assert number in said[name], f"{name} is said to have said {text!r}."
            found[name] += 1
    return found


@cache
def line_like(text: str) -> int | None:
    """The number of the sample line that was read as `text`, or None if it is like none."""
    plain = " ".join(re.findall(r"[a-z']+", text.lower()))
    wrong = {n: samples.word_errors(words, plain) / len(words.split()) for n, words in enumerate(samples.LINES, start=1)}
    best = min(wrong, key=wrong.__getitem__)
    return best if wrong[best] <= RECOGNISABLE else None
