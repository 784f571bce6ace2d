"""What Home weighs for somebody whose browser knows nothing of it yet: every request of a real Chromium, with the bytes on the wire.

python -m bench.first_visit        the small demo, `manage.py serve`; pictures of people are left out, the socket is counted
"""

import tempfile
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

PHONE = {"width": 390, "height": 844}
_PICTURES = (".webp", ".avif", ".jpg", ".png")


def measure() -> dict[str, Any]:
    from playwright.sync_api import sync_playwright

    from tests.running_site import running_site

    with (
        tempfile.TemporaryDirectory(prefix="linnet-bench-", ignore_cleanup_errors=True) as folder,
        running_site(Path(folder), goes_first=True, SEED="1") as site,
        sync_playwright() as playwright,
    ):
        return {**_weighed(playwright, site.url), **_without_scripts(playwright, site.url)}


def _member(playwright: Any, url: str, **options: Any) -> Any:
    from tests.e2e.visitors import Visitor

    visitor = Visitor.arrive(playwright, url, "bob", viewport=PHONE, **options)
    page = visitor.context.request
    page.get("/accounts/login/")
    token = next(cookie["value"] for cookie in visitor.context.cookies() if "csrf" in cookie["name"])
    page.post("/accounts/login/", form={"login": "bob", "password": "linnet-demo", "csrfmiddlewaretoken": token})
    return visitor


def _weighed(playwright: Any, url: str) -> dict[str, Any]:
    visitor = _member(playwright, url)
    wire = visitor.context.new_cdp_session(visitor.page)
    asked: dict[str, str] = {}
    bytes_of: dict[str, float] = {}
    sockets: list[str] = []
    wire.on("Network.requestWillBeSent", lambda told: asked.update({told["requestId"]: told["request"]["url"]}))
    wire.on("Network.loadingFinished", lambda told: bytes_of.update({told["requestId"]: told["encodedDataLength"]}))
    wire.on("Network.webSocketCreated", lambda told: sockets.append(told["url"]))
    wire.send("Network.enable")
    wire.send("Network.clearBrowserCache")
    visitor.page.goto("/")
    visitor.page.wait_for_load_state("networkidle")
    until = time.monotonic() + 5
    while time.monotonic() < until:
        visitor.page.wait_for_timeout(500)
    visitor.browser.close()
    paths = {request: urlsplit(address).path for request, address in asked.items() if address.startswith(url)}
    counted = {request: path for request, path in paths.items() if not path.endswith(_PICTURES)}
    rows = {f"{path}, KB": bytes_of.get(request, 0) / 1000 for request, path in counted.items()}
    return {
        "requests, with the socket": len(counted) + len(sockets),
        "KB on the wire": sum(bytes_of.get(request, 0) for request in counted) / 1000,
        **rows,
    }


def _without_scripts(playwright: Any, url: str) -> dict[str, Any]:
    visitor = _member(playwright, url, java_script_enabled=False)
    visitor.page.goto("/")
    top = visitor.page.locator("article.tweet .tweet__text").first.bounding_box()["y"]
    visitor.browser.close()
    return {"first Tweet without scripts, px from the top of 844": top}


if __name__ == "__main__":
    from bench.run import print_table

    print_table([measure()])
