"""The programs that tests need and pip does not bring."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

Found = TypeVar("Found")

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
    return _found(
        lambda: os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, _CHROMIUMS)), None), install, "chromium"
    )


def redis(*, install: bool = False) -> str | None:
    """redis-server, installed as Chromium is."""
    return _found(lambda: shutil.which("redis-server"), install, "redis-server")


def postgres(*, install: bool = False) -> Path | None:
    """The folder of the newest PostgreSQL's programs, installed as Chromium is."""
    return _found(_postgres_programs, install, "postgresql")


def nginx(*, install: bool = False) -> str | None:
    """nginx, installed as Chromium is."""
    return _found(lambda: shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin"), install, "nginx")


def missing_servers(*, install: bool = False) -> list[str]:
    """What the production profile can't be tested without, and this machine has not."""
    found = {"PostgreSQL": postgres(install=install), "Redis": redis(install=install), "nginx": nginx(install=install)}
    return [name for name, program in found.items() if not program]


def _postgres_programs() -> Path | None:
    debians = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda program: int(program.parts[-3]))
    program = debians[-1] if debians else shutil.which("postgres")
    return Path(program).resolve().parent if program else None


def _found(look: Callable[[], Found | None], install: bool, package: str) -> Found | None:
    found = look()
    if not found and install and shutil.which("apt-get") and os.geteuid() == 0:
        _apt_install(package)
        found = look()
    return found


def _apt_install(package: str) -> None:
    # In run level 1 the services that packages bring are not started: tests start their own.
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    subprocess.run(["apt-get", "update", "-qq"], env=quiet)
    subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", package], env=quiet, stdout=subprocess.DEVNULL)
