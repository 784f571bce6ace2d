"""Draws the icons of the installed app again, from the bird: `python -m tests.e2e.app_icons`."""

import re

from playwright.sync_api import sync_playwright

from tests import tools
from tests.running_site import BASE_DIR

_ROSE, _PAPER = "#c92a56", "#fefcfc"
_BIRD = re.search(r"<path[^>]* d=\"([^\"]+)\"", (BASE_DIR / "static/img/linnet.svg").read_text())[1]
_SONG = '<path d="M12.75 19v2.5M16.75 16.25v6.5M20.75 18.25v2.75" stroke="{}" stroke-width="2.1" stroke-linecap="round"/>'


def _drawn(ground: str, bird: str, hole: str, *, scale: float, corner: float) -> str:
    """The bird on a ground of 100 × 100."""
    place = 50 - 16 * scale
    inside = f'<path fill="{bird}" d="{_BIRD}"/><circle cx="21.4" cy="11.1" r="1.55" fill="{hole}"/>{_SONG.format(hole)}'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><rect width="100" height="100" rx="{corner}" fill="{ground}"/>'
        f'<g transform="translate({place} {place}) scale({scale})">{inside}</g></svg>'
    )


# A mask may cut a tenth away on every side. A badge is a silhouette: only its opacity is seen.
_BADGE = (
    f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><mask id="m"><path fill="#fff" d="{_BIRD}"/>'
    f'<circle cx="21.4" cy="11.1" r="1.7"/>{_SONG.format("#000")}</mask><rect width="32" height="32" fill="#fff" mask="url(#m)"/></svg>'
)
ICONS = {
    "icon-192": (192, _drawn(_ROSE, _PAPER, _ROSE, scale=2.2, corner=22)),
    "icon-512": (512, _drawn(_ROSE, _PAPER, _ROSE, scale=2.2, corner=22)),
    "maskable-512": (512, _drawn(_ROSE, _PAPER, _ROSE, scale=1.75, corner=0)),
    "touch-180": (180, _drawn(_ROSE, _PAPER, _ROSE, scale=2.1, corner=0)),
    "badge-96": (96, _BADGE),
}


def draw() -> None:
    folder = BASE_DIR / "static/img/app"
    folder.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=tools.chromium(), args=["--no-sandbox"])
        for name, (size, svg) in ICONS.items():
            page = browser.new_page(viewport={"width": size, "height": size})
            page.set_content(f"<style>*{{margin:0}}svg{{display:block;width:{size}px}}</style>{svg}")
            page.screenshot(path=folder / f"{name}.png", omit_background=True)
            page.close()
        browser.close()


if __name__ == "__main__":
    draw()
