"""The secrets of an installation that was given none."""

import base64
import contextlib
import os
import secrets
from collections.abc import Callable
from pathlib import Path


def new_secret_key() -> str:
    return secrets.token_urlsafe(50)


def new_push_key() -> str:
    """A private key on the curve P-256: 32 bytes in base64url."""
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode().rstrip("=")


def is_push_key(key: str) -> bool:
    with contextlib.suppress(ValueError):
        return len(base64.urlsafe_b64decode(key + "=" * (-len(key) % 4))) == 32
    return False


def kept_secret(folder: Path, name: str = "secret_key", make: Callable[[], str] = new_secret_key) -> str:
    """The key of this name kept in `folder`, made on first use; only the owner may read it.

    Written under another name and linked into place, so that two processes starting at once agree on one key.
    """
    path = folder / name
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        draft = folder / f"{name}.{os.getpid()}"
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(make())
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_text()
