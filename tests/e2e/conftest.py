"""Real browsers on a real site. Screenshots and consoles of a failed test are left in test-results/."""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect, sync_playwright

from tests.e2e.visitors import Visitor
from tests.running_site import BASE_DIR, Site, running_site

# Machines may be busy with many browsers; what does not come within this time does not come at all.
expect.set_options(timeout=30_000)
RESULTS = BASE_DIR / "test-results"
BrowserOf = Callable[..., Visitor]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Lets fixtures see, in `item.stash`, whether their test failed."""
    report = yield
    if report.when == "call":
        item.stash[_FAILED] = report.failed
    return report


_FAILED = pytest.StashKey[bool]()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="module")
def site(request, tmp_path_factory) -> Iterator[Site]:
    """A whole Linnet of this file's own, with nobody there yet, on the server that ASGI_SERVER names.

    `@pytest.mark.parametrize("site", ["uvicorn"], indirect=True)` asks for a certain server.
    """
    server = getattr(request, "param", os.environ.get("ASGI_SERVER", "daphne"))
    with running_site(tmp_path_factory.mktemp("site"), goes_first=True, ASGI_SERVER=server) as site:
        yield site


@pytest.fixture
def browser_of(request, playwright, site) -> Iterator[BrowserOf]:
    """`browser_of("alice", speech=wav)`: her own Chromium (at `url` if the site is reached by another), where a console error fails the test unless it was expected."""
    visitors: list[Visitor] = []

    def arrive(handle: str, *, speech: Path | None = None, url: str = "", **context: object) -> Visitor:
        visitors.append(Visitor.arrive(playwright, url or site.url, handle, speech=speech, **context))
        return visitors[-1]

    yield arrive
    problems = [f"{visitor.handle}: {problem}" for visitor in visitors for problem in visitor.unexpected_problems()]
    if problems or request.node.stash.get(_FAILED, True):
        _leave_evidence(visitors, site, request.node.name)
    for visitor in visitors:
        visitor.go()
    assert not problems


def _leave_evidence(visitors: list[Visitor], site: Site, test: str) -> None:
    folder = RESULTS / re.sub(r"[^\w.-]+", "-", test)
    for visitor in visitors:
        visitor.leave_evidence(folder)
    (folder / "serve.log").write_text(site.log.read_text())
