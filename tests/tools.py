"""The programs that tests need and pip does not bring."""

import os
import shutil
import subprocess
from pathlib import Path

_OLDEST_NODE = 20
_CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def node() -> str | None:
    """A Node.js that is new enough: the machine's own, or the one that Playwright brings along."""
    candidates = [shutil.which("node"), _playwrights_node()]
    return next((path for path in candidates if path and _version(path) >= _OLDEST_NODE), None)


def _playwrights_node() -> str | None:
    import playwright

    return shutil.which("node", path=str(Path(playwright.__file__).parent / "driver"))


def _version(node: str) -> int:
    return int(subprocess.run([node, "--version"], capture_output=True, text=True).stdout.lstrip("v").split(".")[0] or 0)


def chromium(*, install: bool = False) -> str | None:
    """The Chromium that CHROMIUM names or that this machine has; on Debian, root may have it installed."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, _CHROMIUMS)), None)
    if not found and install and shutil.which("apt-get") and os.geteuid() == 0:
        _apt_install("chromium")
        return chromium()
    return found


def _apt_install(package: str) -> None:
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], env=quiet)
    subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", package], env=quiet, stdout=subprocess.DEVNULL)
