"""What a page in a Space goes through when its line breaks: how its connection stood, and since when it hears whom."""

import time
from typing import Any

from playwright.sync_api import Page

AGAIN_SECONDS = 60

_WATCH = """async () => {
  const { sound: engine } = await import(document.querySelector("script[type=module]").src);
  const seen = (globalThis.outages = { lines: [[Date.now(), engine.state.status]], heard: {} });
  engine.addEventListener("change", () => {
    if (engine.state.status === seen.lines.at(-1)[1]) return;
    seen.lines.push([Date.now(), engine.state.status]);
    seen.heard = {}; // since then
  });
  engine.addEventListener("levels", ({ detail }) => {
    const others = (engine.state.room?.stage ?? []).filter((seat) => seat.slot !== engine.state.you?.slot);
    for (const { slot, person } of others) if (detail[slot] > 0.2) seen.heard[person.name] ??= Date.now();
  });
  return Date.now();
}"""


def watch(page: Page) -> None:
    """From now on the page takes notes."""
    page.evaluate(_WATCH)


def now_ms() -> float:
    """The clock that pages on this machine share."""
    return 1000 * time.time()


def back_at(page: Page, name: str, since_ms: float, seconds: float = AGAIN_SECONDS) -> float:
    """When the page, cut off after `since_ms`, heard `name` again. Waits for it."""
    deadline = time.monotonic() + seconds
    while True:
        notes = page.evaluate("() => globalThis.outages")
        found = _heard_again(notes, name, since_ms)
        if found:
            return found
        assert time.monotonic() < deadline, f"{name} is not heard again: {notes}"
        page.wait_for_timeout(50)


def _heard_again(notes: dict[str, Any], name: str, since_ms: float) -> float | None:
    was_lost = any(at >= since_ms and line == "reconnecting" for at, line in notes["lines"])
    return notes["heard"].get(name) if was_lost and notes["lines"][-1][1] == "live" else None


def was_lost(page: Page, since_ms: float) -> bool:
    """Whether the page noticed an outage since then."""
    return any(at >= since_ms and line != "live" for at, line in page.evaluate("() => globalThis.outages.lines"))
